//! Learning the district's own topics from questions that officers have filed.

use std::collections::{BTreeMap, HashMap};

use domain::{
    audit::{Event, Source},
    ids::GroupId,
    question::{Question, State},
    staff::{Actor, Permission},
};
use matching::category::{Classifier, Example, SAFE_MARGIN, learn as learnt_from};

use super::model::{BACKGROUND, OBJECT};
use crate::{
    App, AppError,
    keys::{self, SHARDS},
    ports::{Blob, Query, TableName},
    questions::path_text,
    rows::{Audit, Batch, InboxLine, load, parse},
};

/// Fewer filed questions teach nothing.
pub const LEAST_EXAMPLES: usize = 200;
/// A topic with fewer is left out.
pub const LEAST_OF_TOPIC: usize = 10;
/// Parts into which the questions are put to measure: each is told by a model learnt from the others. Questions of one
/// group are in one part.
pub const FOLDS: usize = 5;

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// Questions that it was learnt from.
    pub examples: usize,
    /// How many of each topic, by path.
    pub topics: BTreeMap<String, usize>,
    /// Topics that were left out, and how many questions they have.
    pub left_out: BTreeMap<String, usize>,
    /// Share of the questions whose topic was told rightly, out of fold.
    pub accuracy: f32,
    /// Share of the questions that a form would be filled in for, and how many of those rightly, out of fold.
    pub safe: (f32, f32),
}

/// Why nothing was learnt; the model in use stays.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// There is too little to learn from.
    #[error("{examples} filed questions of {topics} topics with {LEAST_OF_TOPIC} or more")]
    TooFew {
        /// Questions of topics that have enough.
        examples: usize,
        /// Such topics.
        topics: usize,
    },
    /// The store failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// A question as it is learnt from.
struct Filed {
    text: String,
    topic: String,
    group: GroupId,
}

/// Learns from all questions that officers have filed and whose words are there, and puts the model where the worker reads
/// it. What is kept is weights of hashed n-grams, from which no text can be read.
///
/// # Errors
/// [`Refused::TooFew`] with fewer than [`LEAST_EXAMPLES`], or fewer than two topics; `Denied`, `Table`, `Blob`.
pub async fn learn(app: &App, actor: &Actor) -> Result<Learnt, Refused> {
    actor.require(Permission::ManageSettings).map_err(AppError::from)?;
    let (filed, left_out) = with_enough(filed(app).await?);
    let topics = counted(&filed);
    if filed.len() < LEAST_EXAMPLES || topics.len() < 2 {
        return Err(Refused::TooFew { examples: filed.len(), topics: topics.len() });
    }
    let (accuracy, safe) = measured(&filed);
    let examples: Vec<Example<'_>> = filed.iter().map(Filed::example).collect();
    let bytes = learnt_from(&examples, &BACKGROUND).to_bytes();
    let blob = Blob { content_type: "application/octet-stream".to_owned(), bytes };
    app.blobs.put(OBJECT, blob).await.map_err(AppError::from)?;
    audit(app, actor, filed.len()).await?;
    Ok(Learnt { examples: filed.len(), topics, left_out, accuracy, safe })
}

impl Filed {
    fn example(&self) -> Example<'_> {
        Example { title: "", text: &self.text, label: &self.topic }
    }
}

/// All questions that stand under a topic which is there.
async fn filed(app: &App) -> Result<Vec<Filed>, AppError> {
    let content = app.content.snapshot().await;
    let mut found = Vec::new();
    for state in State::ALL {
        for shard in 0..SHARDS {
            let mut query = Query::partition(TableName::Main, keys::inbox_partition(state, shard), 500);
            loop {
                let page = app.table.query(&query).await?;
                for item in &page.items {
                    let line = parse::<InboxLine>(item)?.value;
                    let row = load::<Question>(app.table.as_ref(), &keys::question(&line.question)).await?;
                    let Some(question) = row.map(|row| row.value) else { continue };
                    if !question.text.is_empty() && content.category(&question.category).is_some() {
                        let group = question.membership.map(|membership| membership.group);
                        let group = group.unwrap_or_else(|| GroupId::of(&question.id));
                        found.push(Filed {
                            text: question.text,
                            topic: path_text(&question.category),
                            group,
                        });
                    }
                }
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
        }
    }
    Ok(found)
}

fn counted(filed: &[Filed]) -> BTreeMap<String, usize> {
    filed.iter().fold(BTreeMap::new(), |mut counts, one| {
        *counts.entry(one.topic.clone()).or_default() += 1;
        counts
    })
}

/// Those of topics that have enough, and what was left out.
fn with_enough(filed: Vec<Filed>) -> (Vec<Filed>, BTreeMap<String, usize>) {
    let mut few = counted(&filed);
    few.retain(|_, count| *count < LEAST_OF_TOPIC);
    (filed.into_iter().filter(|one| !few.contains_key(&one.topic)).collect(), few)
}

/// Accuracy; share at the safe margin, and accuracy there.
fn measured(filed: &[Filed]) -> (f32, (f32, f32)) {
    let mut folds: HashMap<&GroupId, usize> = HashMap::new();
    for one in filed {
        let next = folds.len() % FOLDS;
        folds.entry(&one.group).or_insert(next);
    }
    let (mut right, mut safe, mut safe_right) = (0, 0, 0);
    for fold in 0..FOLDS {
        let is_held_out = |one: &&Filed| folds.get(&one.group) == Some(&fold);
        let examples: Vec<Example<'_>> =
            filed.iter().filter(|one| !is_held_out(one)).map(Filed::example).collect();
        let model = learnt_from(&examples, &BACKGROUND);
        for one in filed.iter().filter(is_held_out) {
            let (is_right, is_safe) = told(&model, one);
            right += usize::from(is_right);
            safe += usize::from(is_safe);
            safe_right += usize::from(is_right && is_safe);
        }
    }
    let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
    (share(right, filed.len()), (share(safe, filed.len()), share(safe_right, safe)))
}

fn told(model: &Classifier, one: &Filed) -> (bool, bool) {
    let found = model.suggest("", &one.text, &BACKGROUND);
    let is_right = found.first().is_some_and(|best| best.label == one.topic);
    let is_safe = matches!(&found[..], [best, second, ..] if best.score - second.score >= SAFE_MARGIN);
    (is_right, is_safe)
}

async fn audit(app: &App, actor: &Actor, examples: usize) -> Result<(), AppError> {
    let (table, at) = (app.table.as_ref(), app.clock.now());
    let event = Event {
        at,
        actor: actor.login.to_string(),
        action: "learnt_categories".to_owned(),
        object: "categories".to_owned(),
        detail: format!("questions:{examples}"),
    };
    let mut batch = Batch::new();
    Audit::open(table, Source::Cli, at).await?.append(&mut batch, [event])?;
    Ok(batch.commit(table).await?)
}
