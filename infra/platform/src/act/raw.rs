//! Events and messages built from fields or given byte for byte, for what no phone sends every day.

use serde_json::{Map, Value};

use super::Impossible;
use super::plan::{Plan, Planned};
use crate::callback::Origin;
use crate::state::grants::Trigger;
use crate::xml::writer::is_name;

impl Plan<'_> {
    pub(super) fn raw_event(&mut self) -> Planned {
        let event = self.act.event.clone().or_else(|| self.act.text.clone());
        let event = event.ok_or_else(|| Impossible::Wrong("raw_event: give the event's name".to_owned()))?;
        check_names(&self.act.fields)?;
        match event.as_str() {
            "CLICK" | "scancode_push" | "scancode_waitmsg" => self.opens(Trigger::Menu),
            "SCAN" => self.opens(Trigger::Scan),
            "subscribe" => self.opens(Trigger::Follow),
            _ => {}
        }
        self.notes(&format!("事件 {event}"));
        Ok(vec![self.event(&event, Value::Object(self.act.fields.clone()))])
    }

    pub(super) fn raw_message(&mut self) -> Planned {
        check_names(&self.act.fields)?;
        self.writes()?;
        self.opens(Trigger::Message);
        self.says("raw", "[原始消息]", None);
        if let Some(xml) = &self.act.xml {
            let era = self.state.era;
            let persona = &*self.state.personas.named(&self.act.persona);
            let origin = Origin { account: self.account, persona, now_ms: self.now_ms, era };
            return Ok(vec![origin.raw(xml.clone())]);
        }
        let msg_type = self.act.msgtype.clone();
        let msg_type =
            msg_type.ok_or_else(|| Impossible::Wrong("raw_message: give msgtype or xml".to_owned()))?;
        Ok(vec![self.message(&msg_type, Value::Object(self.act.fields.clone()))])
    }
}

fn check_names(fields: &Map<String, Value>) -> Result<(), Impossible> {
    for (name, value) in fields {
        if !is_name(name) {
            return Err(Impossible::Wrong(format!("fields: {name:?} can't be the name of an element")));
        }
        let below = match value {
            Value::Array(values) => values.as_slice(),
            other => std::slice::from_ref(other),
        };
        below.iter().filter_map(Value::as_object).try_for_each(check_names)?;
    }
    Ok(())
}
