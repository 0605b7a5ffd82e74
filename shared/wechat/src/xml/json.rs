//! [`Fields`] as JSON: leaf text trimmed, elements as objects, a repeated element as an array.
//! Reading such JSON back gives the same fields, except that repeated elements stand together.

use super::{Fields, Node};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap,
};
use std::{collections::HashMap, fmt};

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text.trim()),
            Self::Fields(fields) => fields.serialize(serializer),
        }
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut groups: Vec<(&str, Vec<&Node>)> = Vec::with_capacity(self.len());
        let mut place: HashMap<&str, usize> = HashMap::with_capacity(self.len());
        for (name, node) in self.iter() {
            let at = *place.entry(name).or_insert(groups.len());
            match groups.get_mut(at) {
                Some((_, nodes)) => nodes.push(node),
                None => groups.push((name, vec![node])),
            }
        }
        let mut map = serializer.serialize_map(Some(groups.len()))?;
        for (name, nodes) in groups {
            match nodes.as_slice() {
                [single] => map.serialize_entry(name, single)?,
                several => map.serialize_entry(name, several)?,
            }
        }
        map.end()
    }
}

/// A JSON value of the form above: one node, or an array of nodes.
enum Value {
    One(Node),
    Several(Vec<Node>),
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::One(Node::Fields(fields)) => Ok(fields),
            _ => Err(de::Error::custom("expected an object of fields")),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::One(node) => Ok(node),
            Value::Several(_) => Err(de::Error::custom("expected a text or an object, not an array")),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, an object of fields, or an array of them")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::One(Node::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = seq.next_element()? {
            nodes.push(node);
        }
        Ok(Value::Several(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Fields::default();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            match value {
                Value::One(node) => fields.push(name, node),
                Value::Several(nodes) => nodes.into_iter().for_each(|node| fields.push(name.clone(), node)),
            }
        }
        Ok(Value::One(Node::Fields(fields)))
    }
}
