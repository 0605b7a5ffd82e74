//! Residents for the next run: who follows, what their phones show, what may still be sent to them. Pictures and the
//! account's own things (tokens, menu, tags, jobs) are not kept.

use serde::{Deserialize, Serialize};

use super::State;
use super::grants::Grants;
use super::persona::{Entry, FollowedBy, Persona, Standing};
use crate::phone::{self, Part};

/// All residents.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Kept {
    /// Ids of messages never come twice, not even in another run.
    next_msg_id: u64,
    residents: Vec<Resident>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Resident {
    name: String,
    openid: String,
    standing: Standing,
    followed_ms: i64,
    scene: Option<String>,
    remark: String,
    grants: Grants,
    last_exchange_ms: Option<i64>,
    /// The last entry's number: what was read stays read.
    last: u64,
    entries: Vec<Said>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Said {
    seq: u64,
    at_ms: i64,
    from: String,
    via: String,
    msgtype: String,
    text: String,
    quota_left: Option<u32>,
}

impl State {
    /// Those with whom anything ever happened.
    pub(crate) fn keep(&self) -> Kept {
        let known = self.personas.iter().filter(|persona| persona.entries.last() > 0);
        Kept { next_msg_id: self.next_msg_id, residents: known.map(keep).collect() }
    }

    /// Puts the residents of an earlier run in the place of what is known of them.
    pub(crate) fn resume(&mut self, kept: Kept) {
        self.next_msg_id = self.next_msg_id.max(kept.next_msg_id);
        for resident in kept.residents {
            resume(self.personas.named(&resident.name), &resident);
        }
    }
}

fn keep(persona: &Persona) -> Resident {
    let said = |(seq, entry): (u64, &Entry)| Said {
        seq,
        at_ms: entry.at_ms,
        from: entry.from.to_owned(),
        via: entry.via.to_owned(),
        msgtype: entry.msgtype.clone(),
        text: entry.text.clone(),
        quota_left: entry.quota_left,
    };
    Resident {
        name: persona.name.clone(),
        openid: persona.openid.clone(),
        standing: persona.standing,
        followed_ms: persona.followed_ms,
        scene: persona.followed_by.scene.clone(),
        remark: persona.remark.clone(),
        grants: persona.grants.clone(),
        last_exchange_ms: persona.last_exchange_ms,
        last: persona.entries.last(),
        entries: persona.entries.after(0).map(said).collect(),
    }
}

fn resume(persona: &mut Persona, kept: &Resident) {
    persona.openid.clone_from(&kept.openid);
    persona.standing = kept.standing;
    persona.followed_ms = kept.followed_ms;
    persona.followed_by = FollowedBy { scene: kept.scene.clone() };
    persona.remark.clone_from(&kept.remark);
    persona.grants = kept.grants.clone();
    persona.last_exchange_ms = kept.last_exchange_ms;
    persona.entries.resume(kept.entries.iter().map(|said| (said.seq, entry(said))), kept.last);
}

fn entry(said: &Said) -> Entry {
    let from_account = said.from == "account";
    let text = said.text.clone();
    let plain = vec![Part::Text { text: text.clone() }];
    Entry {
        at_ms: said.at_ms,
        from: if from_account { "account" } else { "resident" },
        via: ["passive", "custom", "mass", "system"]
            .into_iter()
            .find(|via| *via == said.via)
            .unwrap_or("act"),
        msgtype: said.msgtype.clone(),
        html_safe_parts: if from_account { phone::parts(&text) } else { plain },
        text,
        picture: None,
        quota_left: said.quota_left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::grants::Trigger;

    #[test]
    fn a_phone_is_in_the_next_run_as_it_was() {
        let mut before = State::new("wx1");
        let msg_id = before.fresh_msg_id();
        let li = before.personas.named("li");
        li.standing = Standing::Following;
        li.acted(Trigger::Message, 1_000);
        li.show("resident", "act", "text", "停水了", 1_000);
        li.show("account", "custom", "text", "<a href=\"https://a.cn/\">通知</a>", 2_000);
        let openid = li.openid.clone();
        let text = serde_json::to_string(&before.keep()).unwrap();

        let mut after = State::new("wx2");
        after.resume(serde_json::from_str(&text).unwrap());
        assert!(after.fresh_msg_id() > msg_id);
        let li = after.personas.by_openid(&openid).unwrap();
        assert_eq!((li.name.as_str(), li.follows(), li.entries.last()), ("li", true, 2));
        assert_eq!(li.grants.window(3_000).unwrap().left, 5);
        let (_, last) = li.entries.after(1).next().unwrap();
        assert_eq!((last.via, last.html_safe_parts.len()), ("custom", 1));
        assert!(matches!(last.html_safe_parts[0], Part::Web { .. }));
        assert_eq!(li.show("resident", "act", "text", "谢谢", 4_000).0, 3);
        assert_eq!(after.keep().residents.len(), 1, "who never came is not kept");
    }
}
