//! Calls that worker jobs ask for: the request row says which, and gets the outcome.
//!
//! All are safe to repeat. A platform that can't be reached is asked again, less and less often, until the row
//! expires; one that answers "busy" five times has refused.

use app::{
    AppError,
    jobs::WorkerJob,
    keys,
    ports::{Blob, CallError},
    rows::{Batch, PlatformRequest, RequestOutcome, RequestRow, Stored, load},
    telemetry::count,
};
use domain::{delivery::back_off, ids::FollowerId};
use jiff::{SignedDuration, Timestamp};
use wechat::{
    client::{CurrentSelfMenu, MediaContent, MediaGet, MenuCreate, MenuDelete, UserInfo},
    errcode::{ApiError, Class},
    ids::{MediaId, OpenId},
};

use crate::{
    call::Reply,
    gate::Api,
    sender::Sender,
    token::{NoToken, Token},
    verdict::{TOO_FAST, explain, explain_refusal},
};

/// Answers that tell to try later, before it is given up.
const MAX_REFUSED: u32 = 5;
/// Largest file that is fetched, in bytes.
const MAX_FILE_BYTES: usize = 20 * 1024 * 1024;
/// When the account's settings are wrong, it is looked at again so often.
const MENDED_EVERY: SignedDuration = SignedDuration::from_mins(15);

/// There is no outcome yet.
enum Pending {
    /// Not reached, or told to wait: again at this time.
    At(Timestamp),
    /// The platform is busy: again after a pause, a few times.
    Busy(String),
}

impl Sender {
    pub(crate) async fn request(&self, follower: &FollowerId, job: &WorkerJob) -> Result<(), AppError> {
        let Some(mut row) = load::<RequestRow>(self.table(), &keys::request(&job.id)).await? else {
            return Ok(());
        };
        let now = self.ports.clock.now();
        if row.value.outcome.is_none() {
            if row.value.retry_at.is_some_and(|at| at > now) {
                return Ok(());
            }
            self.ask(&mut row, now).await?;
        }
        if row.value.outcome.is_some()
            && let Err(error) = self.ports.jobs.enqueue(job, std::time::Duration::ZERO).await
        {
            tracing::warn!(%error, %follower, "a worker job was not enqueued again; the ticker will");
        }
        Ok(())
    }

    async fn ask(&self, row: &mut Stored<RequestRow>, now: Timestamp) -> Result<(), AppError> {
        let api = match row.value.request {
            PlatformRequest::FetchMedia { .. } => Api::Media,
            PlatformRequest::FetchProfile { .. } => Api::Profile,
            PlatformRequest::GetMenu | PlatformRequest::PublishMenu { .. } | PlatformRequest::DeleteMenu => {
                Api::Menu
            }
        };
        let done = match self.admitted(api, now).await {
            Ok(token) => {
                // Written before the call, so that one that ends the process is counted.
                row.value.attempts += 1;
                self.write(row).await?;
                self.make(&row.value.request.clone(), token, api).await?
            }
            Err(done) => done,
        };
        let jitter = self.jitter();
        match done {
            Ok(outcome) => row.value.outcome = Some(outcome),
            Err(Pending::At(at)) => row.value.retry_at = Some(at),
            Err(Pending::Busy(why)) => {
                row.value.refused += 1;
                row.value.retry_at = Some(now + back_off(row.value.attempts, jitter));
                if row.value.refused >= MAX_REFUSED {
                    row.value.outcome = Some(RequestOutcome::Failed { code: None, why });
                }
            }
        }
        count("request", if row.value.outcome.is_some() { "done" } else { "later" });
        self.write(row).await
    }

    /// A token for a call that may be made now, or when to try again. An officer waits for what is asked about the menu:
    /// what they have to mend, they are told at once.
    async fn admitted(&self, api: Api, now: Timestamp) -> Result<Token, Result<RequestOutcome, Pending>> {
        if let Some(until) = self.gate.closed_until(api, now) {
            return Err(Err(Pending::At(until)));
        }
        self.token.current(&self.ports).await.map_err(|error| {
            let pause = self.token_pause(&error, api, now);
            match (pause, error) {
                (None, NoToken::Refused(error)) if api == Api::Menu => Ok(failed(&error)),
                (pause, _) => Err(Pending::At(pause.unwrap_or(now + MENDED_EVERY))),
            }
        })
    }

    async fn write(&self, row: &mut Stored<RequestRow>) -> Result<(), AppError> {
        let mut batch = Batch::new();
        batch.update(row)?;
        batch.commit(self.table()).await?;
        row.version += 1;
        Ok(())
    }

    async fn make(
        &self,
        request: &PlatformRequest,
        token: Token,
        api: Api,
    ) -> Result<Result<RequestOutcome, Pending>, AppError> {
        match request {
            PlatformRequest::FetchMedia { media_id, object } => {
                match self.fetch(&MediaId::from(media_id.as_str()), token, api).await {
                    Ok(Ok(blob)) => {
                        let (content_type, bytes) = (blob.content_type.clone(), blob.bytes.len() as u64);
                        self.ports.blobs.put(object, blob).await?;
                        Ok(Ok(RequestOutcome::Media { content_type, bytes }))
                    }
                    Ok(Err(failed)) => Ok(Ok(failed)),
                    Err(pending) => Ok(Err(pending)),
                }
            }
            PlatformRequest::FetchProfile { openid } => Ok(self.profile(openid, token, api).await),
            PlatformRequest::GetMenu => Ok(match self.call(&CurrentSelfMenu, token).await {
                Reply::Answer(menu) => {
                    Ok(RequestOutcome::Menu { is_open: menu.is_menu_open, button: menu.selfmenu_info.button })
                }
                other => self.no_answer(&other, api),
            }),
            PlatformRequest::PublishMenu { button } => {
                let reply = self.call(&MenuCreate { button: button.clone() }, token).await;
                Ok(self.done(&reply, api))
            }
            PlatformRequest::DeleteMenu => Ok(self.done(&self.call(&MenuDelete, token).await, api)),
        }
    }

    /// Of a call that only does something: what is not there need not be taken away.
    fn done<T>(&self, reply: &Reply<T>, api: Api) -> Result<RequestOutcome, Pending> {
        match reply {
            Reply::Answer(_) => Ok(RequestOutcome::Done),
            Reply::Refused(error) if error.class() == Class::Empty => Ok(RequestOutcome::Done),
            other => self.no_answer(other, api),
        }
    }

    async fn profile(&self, openid: &OpenId, token: Token, api: Api) -> Result<RequestOutcome, Pending> {
        match self.call(&UserInfo { openid: openid.clone() }, token).await {
            Reply::Answer(known) => Ok(RequestOutcome::Profile {
                subscribe: known.subscribe,
                subscribe_scene: known.subscribe_scene,
                language: known.language,
                remark: known.remark,
            }),
            other => self.no_answer(&other, api),
        }
    }

    /// The file; a film is behind an address of its own.
    async fn fetch(
        &self,
        media: &MediaId,
        token: Token,
        api: Api,
    ) -> Result<Result<Blob, RequestOutcome>, Pending> {
        let (content_type, bytes) = match self.call(&MediaGet { media_id: media.clone() }, token).await {
            Reply::Answer(MediaContent::File { content_type, bytes }) => (content_type, bytes),
            Reply::Answer(MediaContent::VideoUrl(url)) => {
                match self.ports.platform.download(&url, MAX_FILE_BYTES).await {
                    Ok(answer) => (answer.content_type, answer.body),
                    Err(error) => return self.not_downloaded(&error).map(Err),
                }
            }
            other => return self.no_answer(&other, api).map(Err),
        };
        let content_type = content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        Ok(Ok(Blob { content_type, bytes }))
    }

    fn not_downloaded(&self, error: &CallError) -> Result<RequestOutcome, Pending> {
        match error {
            CallError::Status(_) | CallError::TooLarge(_) => {
                Ok(RequestOutcome::Failed { code: None, why: error.to_string() })
            }
            CallError::NotSent(_) | CallError::OutcomeUnknown(_) => {
                Err(Pending::At(self.gate.unreached(self.ports.clock.now(), self.jitter())))
            }
        }
    }

    fn no_answer<T>(&self, reply: &Reply<T>, api: Api) -> Result<RequestOutcome, Pending> {
        let (now, jitter) = (self.ports.clock.now(), self.jitter());
        let (code, why) = explain(reply);
        match reply {
            Reply::Refused(error) => self.refused(error, api),
            Reply::Status(429) => Err(Pending::At(self.gate.too_fast(now, jitter))),
            Reply::NotSent(_) | Reply::Lost(_) | Reply::Status(408 | 500..) => {
                Err(Pending::At(self.gate.unreached(now, jitter)))
            }
            Reply::Answer(_) | Reply::Status(_) => Ok(RequestOutcome::Failed { code, why }),
        }
    }

    fn refused(&self, error: &ApiError, api: Api) -> Result<RequestOutcome, Pending> {
        let (now, jitter) = (self.ports.clock.now(), self.jitter());
        let why = explain_refusal(error);
        match error.class() {
            Class::RetryLater if error.code.0 == TOO_FAST => {
                Err(Pending::At(self.gate.too_fast(now, jitter)))
            }
            Class::RefreshToken | Class::RetryLater => Err(Pending::Busy(why)),
            Class::Quota if api == Api::Menu => Ok(failed(error)),
            Class::Quota => {
                self.alarm("quota", &why);
                Err(Pending::At(self.gate.used_up(api, now, jitter)))
            }
            Class::Configuration => {
                self.alarm("configuration", &why);
                Ok(RequestOutcome::Failed { code: Some(error.code.0), why })
            }
            _ => Ok(RequestOutcome::Failed { code: Some(error.code.0), why }),
        }
    }
}

fn failed(error: &ApiError) -> RequestOutcome {
    RequestOutcome::Failed { code: Some(error.code.0), why: explain_refusal(error) }
}
