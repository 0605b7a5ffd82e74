//! From an act to the callbacks it causes.

use serde_json::{Map, Value, json};
use wechat::signature::sign;

use super::{ACTS, Act, Impossible, menu};
use crate::account::Account;
use crate::callback::{Callback, Origin};
use crate::phone::Part;
use crate::state::State;
use crate::state::grants::Trigger;
use crate::state::persona::{FollowedBy, Standing};

/// Everything an act works with.
pub(super) struct Plan<'a> {
    pub(super) account: &'a Account,
    pub(super) state: &'a mut State,
    pub(super) public_base: &'a str,
    pub(super) act: &'a Act,
    pub(super) now_ms: i64,
}

/// Changes the state as the act does and returns the callbacks to send.
pub(super) fn plan(
    account: &Account,
    state: &mut State,
    public_base: &str,
    act: &Act,
    now_ms: i64,
) -> Result<Vec<Callback>, Impossible> {
    if act.persona.is_empty() || act.persona.chars().count() > 40 {
        return Err(Impossible::Wrong("persona: a name of 1 to 40 characters".to_owned()));
    }
    state.personas.named(&act.persona);
    let mut plan = Plan { account, state, public_base, act, now_ms };
    match act.act.as_str() {
        "follow" => plan.follow(None),
        "unfollow" => plan.unfollow(),
        "scan" => plan.scan(),
        "text" => plan.text(),
        "photo" => plan.photo(),
        "voice" => plan.voice(),
        "video" => plan.video(),
        "location" => plan.location(),
        "link" => plan.link(),
        "sticker" => plan.sticker(),
        "menu" => menu::tap(&mut plan),
        "view" => plan.view(),
        "tap" => plan.tap(),
        "raw_event" => plan.raw_event(),
        "raw_message" => plan.raw_message(),
        other => Err(Impossible::Wrong(format!("unknown act {other:?}: one of {ACTS}"))),
    }
}

pub(super) type Planned = Result<Vec<Callback>, Impossible>;

impl Plan<'_> {
    /// A phone can write only to an account that it follows. Somebody never met is taken for an old follower.
    pub(super) fn writes(&mut self) -> Result<(), Impossible> {
        let now_ms = self.now_ms;
        let persona = self.state.personas.named(&self.act.persona);
        match persona.standing {
            Standing::Following => Ok(()),
            Standing::Stranger => {
                persona.standing = Standing::Following;
                persona.followed_ms = now_ms;
                Ok(())
            }
            Standing::Left => Err(Impossible::Now(format!("{} 已取消关注：先 follow 再操作", persona.name))),
        }
    }

    pub(super) fn opens(&mut self, trigger: Trigger) {
        self.state.personas.named(&self.act.persona).acted(trigger, self.now_ms);
    }

    /// Adds the resident's own bubble.
    pub(super) fn says(&mut self, msgtype: &str, text: &str, picture: Option<String>) {
        let now_ms = self.now_ms;
        let persona = self.state.personas.named(&self.act.persona);
        let (_, mut entry) = persona.show("resident", "act", msgtype, text, now_ms);
        if picture.is_some() {
            entry.picture = picture;
            persona.entries.replace_last(entry);
        }
    }

    pub(super) fn notes(&mut self, text: &str) {
        let now_ms = self.now_ms;
        self.state.personas.named(&self.act.persona).system(text, now_ms);
    }

    pub(super) fn event(&mut self, event: &str, fields: Value) -> Callback {
        self.origin(|origin, fields| origin.event(event, fields), fields)
    }

    pub(super) fn message(&mut self, msg_type: &str, fields: Value) -> Callback {
        let msg_id = self.state.fresh_msg_id();
        self.origin(|origin, fields| origin.message(msg_type, fields, msg_id), fields)
    }

    fn origin(
        &mut self,
        make: impl Fn(Origin<'_>, &Map<String, Value>) -> Callback,
        fields: Value,
    ) -> Callback {
        let era = self.state.era;
        let persona = &*self.state.personas.named(&self.act.persona);
        let origin = Origin { account: self.account, persona, now_ms: self.now_ms, era };
        match fields {
            Value::Object(fields) => make(origin, &fields),
            _ => make(origin, &Map::new()),
        }
    }

    fn follow(&mut self, scene: Option<String>) -> Planned {
        let now_ms = self.now_ms;
        let persona = self.state.personas.named(&self.act.persona);
        if persona.follows() {
            return Err(Impossible::Now(format!("{} 已经关注了", persona.name)));
        }
        persona.standing = Standing::Following;
        persona.followed_ms = now_ms;
        persona.followed_by = FollowedBy { scene: scene.clone() };
        self.notes("已关注");
        self.opens(Trigger::Follow);
        let fields = match scene {
            Some(scene) => json!({ "EventKey": format!("qrscene_{scene}"), "Ticket": self.ticket(&scene) }),
            None => json!({ "EventKey": "" }),
        };
        Ok(vec![self.event("subscribe", fields)])
    }

    fn unfollow(&mut self) -> Planned {
        let persona = self.state.personas.named(&self.act.persona);
        if persona.standing == Standing::Left {
            return Err(Impossible::Now(format!("{} 没有关注", persona.name)));
        }
        persona.standing = Standing::Left;
        persona.grants.clear();
        persona.tags.clear();
        self.notes("已取消关注");
        Ok(vec![self.event("unsubscribe", json!({ "EventKey": "" }))])
    }

    fn scan(&mut self) -> Planned {
        let scene = match &self.act.scene {
            Some(Value::String(scene)) if !scene.is_empty() => scene.clone(),
            Some(Value::Number(scene)) => scene.to_string(),
            _ => return Err(Impossible::Wrong("scan: give the scene, a number or a word".to_owned())),
        };
        if !self.state.personas.named(&self.act.persona).follows() {
            return self.follow(Some(scene));
        }
        self.notes(&format!("扫描二维码 {scene}"));
        self.opens(Trigger::Scan);
        let ticket = self.ticket(&scene);
        Ok(vec![self.event("SCAN", json!({ "EventKey": scene, "Ticket": ticket }))])
    }

    /// The ticket of a code that was made for the scene, else one as from a code printed long ago.
    fn ticket(&self, scene: &str) -> String {
        let live = |expires: Option<i64>| expires.is_none_or(|expires| expires > self.now_ms);
        let made = self.state.codes.iter().rev().find(|code| code.scene == scene && live(code.expires_ms));
        made.map_or_else(|| format!("SIM{}", sign(&["ticket", scene])), |code| code.ticket.clone())
    }

    fn view(&mut self) -> Planned {
        self.writes()?;
        let url = self.act.url.clone().or_else(|| self.act.text.clone());
        let url = url.ok_or_else(|| Impossible::Wrong("view: give the url".to_owned()))?;
        let menu_id = self.state.menu.as_ref().map_or(0, |menu| menu.id);
        self.notes(&format!("打开网页 {url}"));
        Ok(vec![self.event("VIEW", json!({ "EventKey": url, "MenuId": menu_id }))])
    }

    /// Taps the newest link that reads like the given text.
    fn tap(&mut self) -> Planned {
        let wanted = self.act.text.clone().unwrap_or_default();
        let persona = self.state.personas.named(&self.act.persona);
        let links = persona.entries.after(0).rev().flat_map(|(_, entry)| entry.html_safe_parts.iter().rev());
        let link = links
            .filter(|part| !matches!(part, Part::Text { .. }))
            .find(|part| {
                part.text() == wanted || matches!(part, Part::Menu { content, .. } if *content == wanted)
            })
            .cloned();
        match link {
            Some(Part::Menu { content, id, .. }) => self.sends_text(&content, Some(id)),
            Some(Part::Web { href, .. }) => {
                self.notes(&format!("打开网页 {href}"));
                Ok(Vec::new())
            }
            Some(Part::MiniProgram { app_id, path, .. }) => {
                self.notes(&format!("打开小程序 {app_id} {path}"));
                Ok(Vec::new())
            }
            _ => Err(Impossible::Wrong(format!("no link on the phone reads {wanted:?}"))),
        }
    }
}
