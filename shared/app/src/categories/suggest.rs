//! A topic for a question.

use domain::{
    content::Snapshot,
    question::{Question, Suggested},
};
use matching::category::{SAFE_MARGIN, Suggestion};

use super::model::{BACKGROUND, Model, in_use};
use crate::{App, questions::parse_path};

/// The likeliest topic of a question that nobody has filed; `None` when its kind has no topic here.
pub async fn suggest(app: &App, question: &Question) -> Option<Suggested> {
    if !question.category.is_empty() {
        return None;
    }
    let model = in_use(app).await;
    let content = app.content.snapshot().await;
    let (Model::Shipped(classifier) | Model::Learnt(classifier)) = &*model;
    let found = classifier.suggest("", &question.text, &BACKGROUND);
    suggested(&content, &found, matches!(*model, Model::Learnt(_)))
}

fn suggested(content: &Snapshot, found: &[Suggestion], learnt: bool) -> Option<Suggested> {
    let best = found.first()?;
    let path = match learnt {
        true => parse_path(&best.label).filter(|path| content.category(path).is_some()),
        false => content.usual_category(&best.label),
    }?;
    let margin = found.get(1).map_or(best.score, |second| best.score - second.score);
    Some(Suggested { path, safe: margin >= SAFE_MARGIN })
}

#[cfg(test)]
mod tests {
    use domain::content::{Bilingual, Category, USUAL_KINDS};
    use matching::category::Classifier;

    use super::*;

    fn content() -> Snapshot {
        let named = |number: u8, zh: &str, usual: &[&str]| Category {
            number,
            title: Bilingual { zh: zh.to_owned(), en: String::new() },
            usual: usual.iter().map(|&kind| kind.to_owned()).collect(),
            ..Category::default()
        };
        let mut roads = named(3, "道路", &[]);
        roads.children = vec![named(1, "公交", &["交通运输"])];
        Snapshot { categories: vec![named(1, "环境保护", &[]), roads], ..Snapshot::default() }
    }

    fn found(labels: &[(&str, f32)]) -> Vec<Suggestion> {
        labels.iter().map(|&(label, score)| Suggestion { label: label.to_owned(), score }).collect()
    }

    #[test]
    fn the_usual_kinds_are_those_of_the_shipped_model() {
        let found = Classifier::shipped().suggest("", "停水了", &BACKGROUND);
        let mut labels: Vec<&str> = found.iter().map(|found| found.label.as_str()).collect();
        let mut kinds = USUAL_KINDS.to_vec();
        labels.sort_unstable();
        kinds.sort_unstable();
        assert_eq!(labels, kinds);
    }

    #[test]
    fn a_usual_kind_is_the_topic_that_names_it_or_is_called_so() {
        let content = content();
        let safe = |labels: &[(&str, f32)], learnt| {
            suggested(&content, &found(labels), learnt).map(|suggested| (suggested.path, suggested.safe))
        };
        assert_eq!(safe(&[("交通运输", 0.9), ("环境保护", 0.1)], false), Some((vec![3, 1], true)));
        assert_eq!(safe(&[("环境保护", 0.3), ("交通运输", 0.1)], false), Some((vec![1], false)));
        assert_eq!(safe(&[("教育文体", 0.9), ("环境保护", 0.1)], false), None, "no topic stands for it");
        assert_eq!(safe(&[("3.1", 0.9), ("1", 0.1)], true), Some((vec![3, 1], true)));
        assert_eq!(safe(&[("7", 0.9), ("1", 0.1)], true), None, "a topic that is gone");
    }
}
