//! Known answers: for each question the known ones that are like it.

use matching::background::Background;
use matching::index::Index;
use matching::rank::Ranker;
use matching::signature::Signature;
use matching::similarity::Asked;

use super::Candidate;

/// Neighbours by the quick measure that are looked at closely.
const LOOKED_AT: usize = 16;
/// Candidates that are written down.
const MOST: usize = 10;

/// Known questions, each in one or more ways to ask it.
#[derive(Debug)]
pub struct Bank {
    ids: Vec<String>,
    index: Index<usize>,
}

impl Bank {
    /// A bank of ways to ask, each with the id of its question.
    #[must_use]
    pub fn of(ways: impl IntoIterator<Item = (String, Signature)>) -> Self {
        let mut ids = Vec::new();
        let mut signatures = Vec::new();
        for (place, (id, signature)) in ways.into_iter().enumerate() {
            ids.push(id);
            signatures.push((place, signature));
        }
        // 65,536 ways to ask are more than a district has.
        Self { ids, index: Index::of(signatures).unwrap_or_default() }
    }

    /// The known questions that are like `asked`, the likeliest first, each once.
    #[must_use]
    pub fn look(&self, asked: &Signature, ranker: &Ranker) -> Vec<Candidate> {
        let asked = Asked::of(asked);
        let mut ways: Vec<Candidate> = self
            .index
            .nearest_to(&asked, LOOKED_AT)
            .into_iter()
            .map(|near| Candidate {
                id: self.ids[*near.key].clone(),
                score: ranker.same_question(&asked.compare(near.signature)),
            })
            .collect();
        ways.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut candidates: Vec<Candidate> = Vec::new();
        for way in ways {
            if candidates.len() < MOST && candidates.iter().all(|candidate| candidate.id != way.id) {
                candidates.push(way);
            }
        }
        candidates
    }
}

/// The signature of a question without a title.
#[must_use]
pub fn question(text: &str, background: &Background) -> Signature {
    Signature::of(text, "", background)
}
