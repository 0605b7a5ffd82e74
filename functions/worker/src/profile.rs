//! What the platform still knows of a new follower, asked once.

use app::{
    App, AppError,
    jobs::WorkerJob,
    keys, retrying,
    rows::{Batch, PlatformRequest, RequestOutcome, RequestRow, load, put_remark},
};
use domain::{follower::Follower, ids::FollowerId, language::Language};
use jiff::SignedDuration;

use crate::handle::{Worked, ask, finish};

/// After this long it is not worth asking any more.
const WORTH_ASKING: SignedDuration = SignedDuration::from_hours(24);
/// Longest remark that is taken over, in characters.
const MAX_REMARK_CHARS: usize = 30;

pub(crate) async fn profile(app: &App, job: &WorkerJob, follower: &FollowerId) -> Result<Worked, AppError> {
    retrying(|| attempt(app, job, follower)).await
}

async fn attempt(app: &App, job: &WorkerJob, follower: &FollowerId) -> Result<Worked, AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let request = load::<RequestRow>(table, &keys::request(&job.id)).await?;
    let profile = load::<Follower>(table, &keys::follower(follower)).await?;
    let mut batch = Batch::new();
    batch.delete(keys::request(&job.id));
    let Some(mut profile) = profile else { return finish(table, batch, job).await };
    let Some(openid) = profile.value.openid.clone() else { return finish(table, batch, job).await };
    let stale = now.as_millisecond() > job.due_ms.saturating_add(WORTH_ASKING.as_millis() as i64);
    match request.map(|request| request.value) {
        None if !stale && app.work.egress.calls() => {
            let mut batch = Batch::new();
            batch.insert(&RequestRow {
                job: job.id.clone(),
                request: PlatformRequest::FetchProfile { openid },
                outcome: None,
                attempts: 0,
                refused: 0,
                retry_at: None,
                expires_at: now + WORTH_ASKING,
            })?;
            batch.commit(table).await?;
            ask(app, follower, job).await
        }
        Some(RequestRow { outcome: None, retry_at, .. }) if !stale && app.work.egress.calls() => {
            match retry_at {
                Some(at) if at > now => Ok(Worked::Waiting),
                _ => ask(app, follower, job).await,
            }
        }
        request => {
            let before = profile.value.clone();
            if let Some(outcome) = request.and_then(|request| request.outcome) {
                learn(&mut profile.value, outcome);
            }
            if profile.value != before {
                batch.update(&profile)?;
                put_remark(&mut batch, before.remark.as_deref(), &profile.value)?;
            }
            finish(table, batch, job).await
        }
    }
}

/// Whatever the resident or an officer said before wins.
fn learn(follower: &mut Follower, outcome: RequestOutcome) {
    let RequestOutcome::Profile { subscribe: true, subscribe_scene, language, remark } = outcome else {
        return;
    };
    follower.subscribe_scene = follower.subscribe_scene.take().or(subscribe_scene);
    let remark = remark.map(|remark| remark.trim().chars().take(MAX_REMARK_CHARS).collect::<String>());
    follower.remark = follower.remark.take().or(remark.filter(|remark| !remark.is_empty()));
    if !follower.language_chosen
        && let Some(guess) = language.as_deref().and_then(language_of)
    {
        follower.language = guess;
    }
}

/// The language of the platform's app: `zh_CN`, `zh_TW`, `en`, …; anybody else is more likely to read English.
fn language_of(code: &str) -> Option<Language> {
    let code = code.trim();
    if code.is_empty() {
        None
    } else if code.starts_with("zh") {
        Some(Language::Chinese)
    } else {
        Some(Language::English)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(language: &str) -> RequestOutcome {
        RequestOutcome::Profile {
            subscribe: true,
            subscribe_scene: Some("ADD_SCENE_QR_CODE".to_owned()),
            language: Some(language.to_owned()),
            remark: Some("王阿姨".to_owned()),
        }
    }

    fn follower() -> Follower {
        Follower::new("F".into(), "oUser".into(), jiff::Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_is_known_fills_only_gaps() {
        let mut new = follower();
        learn(&mut new, known("en"));
        assert_eq!(new.subscribe_scene.as_deref(), Some("ADD_SCENE_QR_CODE"));
        assert_eq!((new.remark.as_deref(), new.language), (Some("王阿姨"), Language::English));

        let mut old = follower();
        old.choose_language(Language::Chinese);
        old.remark = Some("8号楼".to_owned());
        learn(&mut old, known("en"));
        assert_eq!((old.remark.as_deref(), old.language), (Some("8号楼"), Language::Chinese));
    }

    #[test]
    fn a_code_tells_the_language() {
        assert_eq!(language_of("zh_TW"), Some(Language::Chinese));
        assert_eq!(language_of("fr"), Some(Language::English));
        assert_eq!(language_of(""), None);
    }
}
