//! What a platform code means for an officer, and what to do (全局返回码; 发送客服消息 返回码).

use domain::{delivery::Outcome, language::Language};

/// Why it failed and what to do, in the officer's language; the recorded English reason for codes not listed.
pub(crate) fn advice(outcome: &Outcome, language: Language) -> String {
    let (zh, en) = match outcome.code {
        Some(40003 | 40031) => (
            "平台不认识这位居民的地址。居民再次来信后请重新发送。",
            "The platform does not know this resident's address. Send it again after their next message.",
        ),
        Some(43004) => (
            "居民没有关注服务号。居民回来后会收到，请点重新发送。",
            "The resident does not follow the account. Send it again: it goes out when they come back.",
        ),
        Some(45002) => (
            "内容超过平台的长度上限。请另写一条较短的答复。",
            "It is longer than the platform allows. Write a shorter answer.",
        ),
        Some(87014 | 45166) => (
            "平台认为内容违规。请改写后作为新的答复发送。",
            "The platform objects to the content. Rewrite it as a new answer.",
        ),
        Some(45015) => (
            "回复窗口已过，或居民已取消关注。会在下次联系时送出。",
            "The reply window is over, or the resident has left. It goes out at the next contact.",
        ),
        Some(45047) => (
            "可主动发送的条数已用完。会在下次联系时送出。",
            "The messages allowed are used up. It goes out at the next contact.",
        ),
        _ => {
            let intro = language.pick("平台没有接受：", "The platform did not accept it: ");
            let what = language
                .pick("。可以重新发送，或电话联系居民。", ". Send it again, or reach the resident by phone.");
            return format!("{intro}{}{what}", outcome.message.trim_end_matches('.'));
        }
    };
    language.pick(zh, en).to_owned()
}
