//! Changes of known answers.

use super::{EditError, Touched};
use crate::content::{Snapshot, known::KnownAnswer};

/// Puts one where one with its id stands, else behind the others.
pub(super) fn put(snapshot: &mut Snapshot, known: KnownAnswer) -> Touched {
    let place = snapshot.known.iter().position(|one| one.id == known.id);
    match place {
        Some(place) => {
            snapshot.known[place] = known;
            Touched::Known(place)
        }
        None => {
            snapshot.known.push(known);
            Touched::Known(snapshot.known.len() - 1)
        }
    }
}

pub(super) fn remove(snapshot: &mut Snapshot, id: &str) -> Result<Touched, EditError> {
    let place = snapshot.known.iter().position(|one| one.id == id).ok_or(EditError::NoKnown)?;
    snapshot.known.remove(place);
    Ok(Touched::Nothing)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::{
        Bilingual,
        edit::{Edit, Section},
    };

    fn both(zh: &str) -> Bilingual {
        Bilingual { zh: zh.to_owned(), en: "x".to_owned() }
    }

    fn card() -> KnownAnswer {
        KnownAnswer {
            id: "card".to_owned(),
            question: both("老年卡在哪里办？"),
            variants: vec!["怎么办老年卡".to_owned()],
            answer: both("社区办理。"),
            owner: None,
            review_on: date(2027, 6, 1),
            expires_on: None,
            category: Vec::new(),
        }
    }

    fn put(known: KnownAnswer) -> Edit {
        Edit::Known { known: Box::new(known) }
    }

    #[test]
    fn a_known_answer_is_added_changed_and_removed() {
        let mut snapshot = Snapshot::default();
        let section = Section::Known("card".to_owned());
        let none = section.fingerprint(&snapshot);
        put(card()).apply(&mut snapshot).unwrap();
        assert_ne!(section.fingerprint(&snapshot), none);
        let changed = KnownAnswer { answer: both("街道办理。"), ..card() };
        put(changed.clone()).apply(&mut snapshot).unwrap();
        assert_eq!(snapshot.known, [changed]);
        Edit::RemoveKnown { id: "card".to_owned() }.apply(&mut snapshot).unwrap();
        assert_eq!(section.fingerprint(&snapshot), none);
        let again = Edit::RemoveKnown { id: "card".to_owned() }.apply(&mut snapshot);
        assert_eq!(again, Err(EditError::NoKnown));
    }

    #[test]
    fn only_what_is_wrong_with_the_changed_one_refuses_it() {
        let mut snapshot = Snapshot { known: vec![card()], ..Snapshot::default() };
        let refused = |edit: Edit, snapshot: &Snapshot| match edit.apply(&mut snapshot.clone()) {
            Err(EditError::Broken(found)) => found[0].field,
            other => panic!("{other:?}"),
        };
        let question = Bilingual { zh: "公交".to_owned(), en: "Bus".to_owned() };
        let empty = KnownAnswer { id: "bus".to_owned(), question, answer: both(""), ..card() };
        assert_eq!(refused(put(empty.clone()), &snapshot), "variants", "the wording is another's");
        let empty = KnownAnswer { variants: Vec::new(), ..empty };
        assert_eq!(refused(put(empty.clone()), &snapshot), "answer.zh");
        // It is in from an import: then others can be changed all the same.
        snapshot.known.push(empty);
        put(KnownAnswer { answer: both("别的"), ..card() }).apply(&mut snapshot).unwrap();
        let nowhere = KnownAnswer { category: vec![7], ..card() };
        assert_eq!(refused(put(nowhere), &snapshot), "category");
    }
}
