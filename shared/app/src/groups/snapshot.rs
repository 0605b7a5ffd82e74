//! The open texts as one object, so that a worker that starts need not read thirty days of the log.
//!
//! It is only a copy: one that is lost, can't be read, is of another format or belongs to another log is not used, and the
//! log is read instead. What came after it is read from the log in any case.

use domain::ids::{FollowerId, GroupId, QuestionId};
use jiff::Timestamp;
use matching::index::{read_snapshot, write_snapshot};
use serde::{Deserialize, Serialize};

use super::{
    known::{Known, Text},
    log::{LogEntry, OPEN_FOR},
};
use crate::{App, AppError, keys, ports::Blob, rows::load, telemetry::count};

/// Where it lies in the object store.
pub const OBJECT: &str = "matching/open-texts";
/// So many entries of the log after the last snapshot, a worker writes the next.
pub const EVERY: u64 = 500;
/// Largest object, in bytes: what the store takes. Without a snapshot the log is read.
const LARGEST: usize = 20_000_000;
/// The format; a change of it makes earlier ones unreadable, which is no harm.
const MAGIC: [u8; 4] = *b"WQG1";

/// What stands before the texts.
#[derive(Serialize, Deserialize)]
struct Header {
    /// The last entry that it holds.
    sequence: u64,
    /// When that was written: an entry of another log has another time.
    at: Timestamp,
    locked: Vec<GroupId>,
}

/// What is known of a text beside its signature.
#[derive(Serialize, Deserialize)]
struct TextHeader {
    question: QuestionId,
    follower: FollowerId,
    asked_at: Timestamp,
    group: GroupId,
}

/// Writes what is known, unless that is nothing, or too much.
///
/// # Errors
/// `Blob`.
pub(super) async fn keep(app: &App, known: &mut Known) -> Result<(), AppError> {
    known.kept = known.sequence;
    let Some(bytes) = written(known).filter(|bytes| bytes.len() <= LARGEST) else {
        return Ok(app.blobs.delete(OBJECT).await?);
    };
    let blob = Blob { content_type: "application/octet-stream".to_owned(), bytes };
    Ok(app.blobs.put(OBJECT, blob).await?)
}

/// What the snapshot holds; `None` when there is none to be used.
///
/// # Errors
/// `Table`.
pub(super) async fn open(app: &App) -> Result<Option<Known>, AppError> {
    let blob = match app.blobs.get(OBJECT).await {
        Ok(blob) => blob,
        Err(error) => {
            tracing::warn!(%error, "the snapshot of open texts can't be had: the log is read");
            count("open_texts", "unavailable");
            return Ok(None);
        }
    };
    let Some(blob) = blob else { return Ok(None) };
    let Some(known) = read(&blob.bytes) else {
        tracing::warn!("the snapshot of open texts can't be read: the log is");
        count("open_texts", "unreadable");
        return Ok(None);
    };
    // The table may have been emptied or put back to an earlier state.
    let last = load::<LogEntry>(app.table.as_ref(), &keys::group_log(known.sequence)).await?;
    let is_of_this_log = last.is_some_and(|last| Some(last.value.at) == known.last_at);
    let is_recent = known.last_at.is_some_and(|at| at + OPEN_FOR > app.clock.now());
    Ok(Some(known).filter(|_| is_of_this_log && is_recent))
}

fn written(known: &Known) -> Option<Vec<u8>> {
    let mut locked: Vec<GroupId> = known.locked.iter().cloned().collect();
    locked.sort();
    let header = Header { sequence: known.sequence, at: known.last_at?, locked };
    let header = serde_json::to_vec(&header).ok()?;
    let texts: Vec<(String, _)> = known
        .index
        .texts()
        .filter_map(|(question, signature)| {
            let Text { follower, asked_at, group } = known.texts.get(question)?.clone();
            let text = TextHeader { question: question.clone(), follower, asked_at, group };
            Some((serde_json::to_string(&text).ok()?, signature))
        })
        .collect();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(u32::try_from(header.len()).ok()?.to_le_bytes());
    bytes.extend(header);
    bytes.extend(write_snapshot(texts.iter().map(|(key, signature)| (key.as_str(), *signature))));
    Some(bytes)
}

fn read(bytes: &[u8]) -> Option<Known> {
    let (length, rest) = bytes.strip_prefix(&MAGIC)?.split_first_chunk::<4>()?;
    let (header, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let header: Header = serde_json::from_slice(header).ok()?;
    let mut known = Known {
        sequence: header.sequence,
        last_at: Some(header.at),
        kept: header.sequence,
        locked: header.locked.into_iter().collect(),
        ..Known::default()
    };
    let mut signatures = Vec::new();
    for (key, signature) in read_snapshot(rest).ok()? {
        let TextHeader { question, follower, asked_at, group } = serde_json::from_str(&key).ok()?;
        *known.sizes.entry(group.clone()).or_default() += 1;
        known.texts.insert(question.clone(), Text { follower, asked_at, group });
        signatures.push((question, signature));
    }
    known.index = matching::index::Index::of(signatures).ok()?;
    Some(known)
}

#[cfg(test)]
mod tests {
    use matching::signature::Signature;

    use super::*;
    use crate::groups::known::BACKGROUND;

    fn known() -> Known {
        let mut known = Known { sequence: 7, last_at: Some(Timestamp::UNIX_EPOCH), ..Known::default() };
        known.locked.insert("G".into());
        for (number, text) in ["停水了", "路灯坏了"].into_iter().enumerate() {
            let question = QuestionId::from(format!("Q{number}"));
            let text_of =
                Text { follower: "F".into(), asked_at: Timestamp::UNIX_EPOCH, group: GroupId::of(&question) };
            known.texts.insert(question.clone(), text_of);
            known.index.insert(question, Signature::of("", text, &BACKGROUND)).unwrap();
        }
        known
    }

    #[test]
    fn what_was_written_is_read_again() {
        let bytes = written(&known()).unwrap();
        let again = read(&bytes).unwrap();
        assert_eq!((again.sequence, again.texts.len(), again.sizes.len()), (7, 2, 2));
        assert!(again.locked.contains(&"G".into()));
        assert_eq!(written(&again).unwrap(), bytes);
    }

    #[test]
    fn what_is_cut_off_or_of_another_format_is_refused() {
        let bytes = written(&known()).unwrap();
        for cut in [0, 3, 6, 20, bytes.len() - 1] {
            assert!(read(&bytes[..cut]).is_none(), "{cut}");
        }
        assert!(read(&[b"WQG0", &bytes[4..]].concat()).is_none());
    }
}
