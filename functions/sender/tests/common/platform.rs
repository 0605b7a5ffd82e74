//! A platform in a few lines: it answers what a test wants and knows what arrived.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use app::ports::{CallError, Platform, RawAnswer};
use async_trait::async_trait;
use tokio::sync::Notify;
use wechat::client::{Call, CallBody};

pub const SEND: &str = "/cgi-bin/message/custom/send";
pub const TOKEN: &str = "/cgi-bin/stable_token";
pub const MEDIA: &str = "/cgi-bin/media/get";
pub const UPLOAD: &str = "/cgi-bin/media/upload";
pub const PROFILE: &str = "/cgi-bin/user/info";

/// What becomes of one call.
#[derive(Clone, Debug)]
pub enum Does {
    /// Has its effect and answers this body.
    Answers(Vec<u8>),
    /// Refuses with this code.
    Refuses(i64),
    /// Busy (-1), and yet has its effect.
    BusyAfterEffect,
    /// Never left.
    NotSent,
    /// No answer; no effect.
    LostBefore,
    /// No answer; it had its effect.
    LostAfter,
    /// Waits to be let go, and then does that.
    Waits(Arc<Notify>, Box<Does>),
    /// Another HTTP status.
    Status(u16),
    /// The sender's process ends here, before the effect.
    DiesBefore,
    /// The sender's process ends here, after the effect.
    DiesAfter,
}

#[derive(Default)]
struct State {
    next: HashMap<&'static str, VecDeque<Does>>,
    made: Vec<(&'static str, Option<String>)>,
    arrived: Vec<String>,
    tokens: u32,
    uploads: u32,
}

/// The fake platform.
#[derive(Default)]
pub struct FakePlatform {
    state: Mutex<State>,
    pub death: Arc<Notify>,
}

impl FakePlatform {
    /// The next calls of a path do this, one after the other; later ones succeed.
    pub fn next(&self, path: &'static str, does: impl IntoIterator<Item = Does>) {
        self.state.lock().unwrap().next.entry(path).or_default().extend(does);
    }

    /// Calls of a path, with their tokens.
    pub fn made(&self, path: &str) -> Vec<Option<String>> {
        let state = self.state.lock().unwrap();
        state.made.iter().filter(|(made, _)| *made == path).map(|(_, token)| token.clone()).collect()
    }

    /// Texts that the resident got by customer-service messages, in order.
    pub fn arrived(&self) -> Vec<String> {
        self.state.lock().unwrap().arrived.clone()
    }

    /// A copy that rode on a passive reply.
    pub fn rode(&self, text: String) {
        self.state.lock().unwrap().arrived.push(text);
    }

    /// From now on everything works.
    pub fn works(&self) {
        self.state.lock().unwrap().next.clear();
    }

    fn take(&self, call: &Call, token: Option<&str>) -> Option<Does> {
        let mut state = self.state.lock().unwrap();
        state.made.push((call.path, token.map(str::to_owned)));
        state.next.get_mut(call.path).and_then(VecDeque::pop_front)
    }

    fn effect(&self, call: &Call) -> String {
        let mut state = self.state.lock().unwrap();
        match (call.path, &call.body) {
            (SEND, CallBody::Json(json)) => {
                let body: serde_json::Value = serde_json::from_str(json).unwrap();
                let shown = match body["msgtype"].as_str().unwrap() {
                    "image" => format!("[{}]", body["image"]["media_id"].as_str().unwrap()),
                    _ => body["text"]["content"].as_str().unwrap().to_owned(),
                };
                state.arrived.push(shown);
                "{\"errcode\":0,\"errmsg\":\"ok\"}".to_owned()
            }
            (TOKEN, _) => {
                state.tokens += 1;
                format!("{{\"access_token\":\"T{}\",\"expires_in\":7200}}", state.tokens)
            }
            (UPLOAD, CallBody::Multipart { field, filename, bytes, .. }) => {
                assert_eq!((*field, filename.as_str(), bytes.is_empty()), ("media", "picture.jpg", false));
                state.uploads += 1;
                format!("{{\"type\":\"image\",\"media_id\":\"M{}\",\"created_at\":1}}", state.uploads)
            }
            (PROFILE, _) => {
                "{\"subscribe\":1,\"openid\":\"oU1\",\"subscribe_scene\":\"ADD_SCENE_SEARCH\"}".to_owned()
            }
            _ => "{}".to_owned(),
        }
    }

    async fn die(&self) -> ! {
        self.death.notify_one();
        std::future::pending().await
    }
}

fn answer(body: impl Into<Vec<u8>>) -> RawAnswer {
    RawAnswer { content_type: None, body: body.into(), filename: None }
}

#[async_trait]
impl Platform for FakePlatform {
    async fn call(&self, call: &Call, access_token: Option<&str>) -> Result<RawAnswer, CallError> {
        let mut does = self.take(call, access_token);
        while let Some(Does::Waits(go, then)) = does {
            go.notified().await;
            does = Some(*then);
        }
        match does {
            None => Ok(answer(self.effect(call))),
            Some(Does::Answers(body)) => {
                self.effect(call);
                Ok(answer(body))
            }
            Some(Does::Refuses(code)) => {
                Ok(answer(format!("{{\"errcode\":{code},\"errmsg\":\"no rid: 1-2-3\"}}")))
            }
            Some(Does::BusyAfterEffect) => {
                self.effect(call);
                Ok(answer("{\"errcode\":-1,\"errmsg\":\"system error\"}"))
            }
            Some(Does::NotSent) => Err(CallError::NotSent("refused".to_owned())),
            Some(Does::LostBefore) => Err(CallError::OutcomeUnknown("no answer in time".to_owned())),
            Some(Does::LostAfter) => {
                self.effect(call);
                Err(CallError::OutcomeUnknown("no answer in time".to_owned()))
            }
            Some(Does::Waits(..)) => unreachable!("it has been waited for"),
            Some(Does::Status(status)) => Err(CallError::Status(status)),
            Some(Does::DiesBefore) => self.die().await,
            Some(Does::DiesAfter) => {
                self.effect(call);
                self.die().await
            }
        }
    }

    async fn download(&self, url: &str, _: usize) -> Result<RawAnswer, CallError> {
        let content_type = Some("video/mp4".to_owned());
        Ok(RawAnswer { content_type, body: url.as_bytes().to_vec(), filename: None })
    }
}
