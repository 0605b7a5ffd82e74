//! What residents read, Chinese and English side by side. Deterministic, short, and never a promise that the
//! district's hours don't keep.

mod known;

pub use known::{choice_id, read_choice_id};

use jiff::Timestamp;
use wechat::reply::menu_link;

use crate::{
    content::{Bilingual, Category, Snapshot},
    ids::QuestionNumber,
    language::Language,
    question::State,
    time,
};

/// The id of the link to a topic: `1` and two digits for each number of its path.
#[must_use]
pub fn link_id(path: &[u8]) -> String {
    path.iter().fold("1".to_owned(), |id, number| format!("{id}{number:02}"))
}

/// Everything a text may depend on.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    /// The published content.
    pub content: &'a Snapshot,
    /// The language to answer in.
    pub language: Language,
    /// The time.
    pub now: Timestamp,
}

impl Texts<'_> {
    fn pick(&self, zh: &str, en: &str) -> String {
        self.language.pick(zh, en).to_owned()
    }

    fn of<'t>(&self, text: &'t Bilingual) -> &'t str {
        text.get(self.language)
    }

    /// The topics at a path, one line each; every number can be tapped.
    #[must_use]
    pub fn topics(&self, path: &[u8]) -> String {
        let lines = self.content.list(path).iter().map(|category| {
            let own: Vec<u8> = path.iter().copied().chain([category.number]).collect();
            let link = menu_link(&category.number.to_string(), &link_id(&own));
            format!("{link} {}", self.of(&category.title))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The top list with what else one can do.
    #[must_use]
    pub fn help(&self) -> String {
        let head = self.pick("回复数字查看：", "Reply with a number:");
        let tail = self.pick(
            "直接打字可提问；回复“人工”找值班员，“查进度”看我的问题，“English”换英文。",
            "Or just type your question. Reply “human” for an officer, “progress” for your questions, “中文” for Chinese.",
        );
        format!("{head}\n{}\n{tail}", self.topics(&[]))
    }

    /// First greeting: both languages, short.
    #[must_use]
    pub fn greeting(&self) -> String {
        let zh = Self { language: Language::Chinese, ..*self };
        let en = Self { language: Language::English, ..*self };
        let numbers: Vec<_> = self.content.categories.iter().map(|category| category.number).collect();
        let range = match (numbers.iter().min(), numbers.iter().max()) {
            (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
            (Some(only), _) => only.to_string(),
            _ => String::new(),
        };
        format!(
            "{}\n回复数字查看：\n{}\n直接打字可提问；回复“人工”找值班员（{}）。紧急情况请拨 110/119/120。\n\n{}\nReply {range} for topics, or just type your question. Reply “human” for an officer, “English” for English. Emergency: 110 / 119 / 120.",
            zh.of(&self.content.greeting),
            zh.topics(&[]),
            zh.of(&self.content.hours),
            en.of(&self.content.greeting),
        )
    }

    /// To who follows again.
    #[must_use]
    pub fn welcome_back(&self) -> String {
        format!("{}\n{}", self.of(&self.content.welcome_back), self.help())
    }

    /// One topic: title, text, topics below it, when and by whom it was last updated, the next step.
    #[must_use]
    pub fn topic(&self, category: &Category, path: &[u8]) -> String {
        let mut text = match self.language {
            Language::Chinese => format!("【{}】", self.of(&category.title)),
            Language::English => self.of(&category.title).to_owned(),
        };
        if !category.body.is_empty() {
            if self.language == Language::English && !category.body.has(Language::English) {
                text.push_str(" (Chinese only)");
            }
            text.push('\n');
            text.push_str(self.of(&category.body).trim());
        }
        if !category.children.is_empty() {
            text.push('\n');
            text.push_str(&self.topics(path));
        }
        text.push('\n');
        text.push_str(&self.freshness(category));
        text.push('\n');
        text.push_str(
            &self.pick("回复 0 返回，直接打字可提问。", "Reply 0 for the list, or just type your question."),
        );
        text
    }

    /// When and by whom it was last updated, and whether that is too long ago.
    #[must_use]
    pub fn freshness(&self, category: &Category) -> String {
        let at = time::show(category.updated_at, self.language);
        let mut line = self.pick("更新于 ", "Updated ") + &at;
        if !category.source.is_empty() {
            line.push_str(self.language.pick(" · 来源 ", " · Source: "));
            line.push_str(self.of(&category.source));
        }
        if let Some(until) = category.valid_until.filter(|_| category.has_lapsed(self.now)) {
            let until = time::show(until, self.language);
            line.push('\n');
            line.push_str(&match self.language {
                Language::Chinese => format!("此内容有效期至 {until}，已过期，仅供参考。"),
                Language::English => format!("This was valid until {until} and has expired."),
            });
        } else if category.is_stale(self.now) {
            line.push('\n');
            line.push_str(
                self.language.pick(
                    "此内容可能已过时，正在更新。",
                    "This may be out of date; an update is on its way.",
                ),
            );
        }
        line
    }

    /// A number that the list does not have.
    #[must_use]
    pub fn no_such_number(&self, number: u8, path: &[u8]) -> String {
        let head = match self.language {
            Language::Chinese => format!("没有第 {number} 项。可以选："),
            Language::English => format!("There is no {number}. You can choose:"),
        };
        let tail = if path.is_empty() {
            self.pick("或直接输入您的问题。", "Or just type your question.")
        } else {
            self.pick("0 返回；或直接输入您的问题。", "0 for the list; or just type your question.")
        };
        format!("{head}\n{}\n{tail}", self.topics(path))
    }

    /// The resident chose this language.
    #[must_use]
    pub fn speaks(&self) -> String {
        format!("{}\n{}", self.pick("已切换为中文。", "Switched to English."), self.help())
    }

    /// Marks what was understood of a voice message.
    #[must_use]
    pub fn heard(&self, text: &str) -> String {
        let text: String = text.trim().chars().take(60).collect();
        match self.language {
            Language::Chinese => format!("（语音识别：{text}）"),
            Language::English => format!("(Voice recognised as: {text})"),
        }
    }

    /// The receipt of a question.
    #[must_use]
    pub fn receipt(&self, number: &QuestionNumber, promised_at: Option<Timestamp>) -> String {
        let open = self.content.schedule.is_open(self.now);
        let promise = self.promise(promised_at);
        match (self.language, open) {
            (Language::Chinese, true) => format!("已收到，编号 {number}。{promise}补充请直接发送。"),
            (Language::Chinese, false) => format!(
                "现在是下班时间（{}）。您的问题已登记，编号 {number}。{promise}紧急情况请拨 110/119/120。",
                self.of(&self.content.hours)
            ),
            (Language::English, true) => {
                format!("Received ({number}). {promise}Send more at any time to add to it.")
            }
            (Language::English, false) => format!(
                "Our office is closed now ({}). Your question is registered ({number}). {promise}In an emergency call 110 / 119 / 120.",
                self.of(&self.content.hours)
            ),
        }
    }

    /// A short receipt, when little room is left.
    #[must_use]
    pub fn short_receipt(&self, number: &QuestionNumber) -> String {
        match self.language {
            Language::Chinese => format!("已收到，编号 {number}。"),
            Language::English => format!("Received ({number})."),
        }
    }

    fn promise(&self, promised_at: Option<Timestamp>) -> String {
        let Some(at) = promised_at else {
            return self.pick("值班员会尽快回复您。", "An officer will reply as soon as possible. ");
        };
        let at = time::show_ahead(at, self.now, self.language);
        match self.language {
            Language::Chinese => format!("值班员会在{at} 前回复您。"),
            Language::English => format!("An officer replies before {at}. "),
        }
    }

    /// The receipt of a wish for an officer.
    #[must_use]
    pub fn person(&self, number: &QuestionNumber, promised_at: Option<Timestamp>) -> String {
        let promise = self.promise(promised_at);
        if self.content.schedule.is_open(self.now) {
            match self.language {
                Language::Chinese => {
                    format!(
                        "好的，已为您转人工，编号 {number}。{promise}您可以先把问题写在这里；回复“取消”可取消。"
                    )
                }
                Language::English => format!(
                    "An officer has been asked for you ({number}). {promise}Type your question now if you like; reply “cancel” to cancel."
                ),
            }
        } else {
            match self.language {
                Language::Chinese => format!(
                    "值班员暂时不在（{}），已为您登记，编号 {number}。{promise}您可以先把问题写在这里；回复“取消”可取消。",
                    self.of(&self.content.hours)
                ),
                Language::English => format!(
                    "No officer is on duty now ({}); your request is registered ({number}). {promise}Type your question now if you like; reply “cancel” to cancel.",
                    self.of(&self.content.hours)
                ),
            }
        }
    }

    /// An officer was asked for, and a question already waits.
    #[must_use]
    pub fn person_waits(&self, number: &QuestionNumber, promised_at: Option<Timestamp>) -> String {
        // One that is broken is not said again.
        let promise = self.promise(promised_at.filter(|at| *at > self.now));
        match self.language {
            Language::Chinese => format!("您的问题 {number} 已在等值班员处理。{promise}补充请直接发送。"),
            Language::English => format!("Your question {number} is waiting for an officer. {promise}"),
        }
    }

    /// One line of progress.
    #[must_use]
    pub fn progress_line(
        &self,
        number: &QuestionNumber,
        state: State,
        asked_at: Timestamp,
        promised_at: Option<Timestamp>,
    ) -> String {
        let state_word = self.state(state);
        let asked = time::show(asked_at, self.language);
        let promise = promised_at.filter(|_| state.is_unanswered()).map(|at| {
            let at = time::show_ahead(at, self.now, self.language);
            match self.language {
                Language::Chinese => format!("，预计{at} 前答复"),
                Language::English => format!(", reply expected before {at}"),
            }
        });
        format!("{number} · {asked} · {state_word}{}", promise.unwrap_or_default())
    }

    /// A state in words.
    #[must_use]
    pub const fn state(&self, state: State) -> &'static str {
        match state {
            State::Waiting => self.language.pick("等待处理", "waiting for an officer"),
            State::Taken => self.language.pick("处理中", "with an officer"),
            State::Answered => self.language.pick("已答复", "answered"),
            State::Ended => self.language.pick("已结束", "ended"),
            State::Withdrawn => self.language.pick("已撤回", "withdrawn"),
        }
    }

    /// Heading of the own open questions.
    #[must_use]
    pub fn progress(&self, lines: &[String]) -> String {
        match self.language {
            Language::Chinese => format!(
                "您有 {} 个未结束的问题：\n{}\n回复“撤回”可撤回最近一个。",
                lines.len(),
                lines.join("\n")
            ),
            Language::English => {
                format!(
                    "Your open questions ({}):\n{}\nReply “withdraw” to take back the latest.",
                    lines.len(),
                    lines.join("\n")
                )
            }
        }
    }

    /// No open question.
    #[must_use]
    pub fn no_questions(&self) -> String {
        self.pick("您目前没有未结束的问题。直接打字就可以提问。", "You have no open question. Just type one.")
    }

    /// Somebody else's question: the state and nothing more.
    #[must_use]
    pub fn others(&self, number: &QuestionNumber, state: State) -> String {
        let word = self.state(state);
        match self.language {
            Language::Chinese => format!("{number} 状态：{word}（仅本人可看详情）。"),
            Language::English => format!("{number}: {word} (details only for who asked)."),
        }
    }

    /// A number that is none of ours, or mistyped.
    #[must_use]
    pub fn not_found(&self) -> String {
        self.pick(
            "没有找到这个编号。请核对回执里的编号（例如 Q-7F3AK9-X），或回复“查进度”看您的全部问题。",
            "No such number. Check it against your receipt (for example Q-7F3AK9-X), or reply “progress” for all your questions.",
        )
    }

    /// A question was taken back.
    #[must_use]
    pub fn withdrawn(&self, number: &QuestionNumber) -> String {
        match self.language {
            Language::Chinese => format!("已撤回 {number}。需要时再提问，或回复“人工”。"),
            Language::English => format!("{number} has been withdrawn. Ask again whenever you like."),
        }
    }

    /// Nothing can be taken back.
    #[must_use]
    pub fn nothing_to_withdraw(&self) -> String {
        self.pick(
            "没有可以撤回的问题。回复“查进度”看您的问题。",
            "There is nothing to withdraw. Reply “progress” for your questions.",
        )
    }

    /// Answer to thanks.
    #[must_use]
    pub fn courtesy(&self) -> String {
        self.pick(
            "不客气。需要时随时留言，回复 0 看栏目。",
            "You're welcome. Write at any time; reply 0 for topics.",
        )
    }

    /// A kind that we can't read.
    #[must_use]
    pub fn unsupported(&self) -> String {
        self.pick(
            "这类消息我们看不到内容。请发送文字、图片、语音或位置；回复 0 看栏目。",
            "We can't read this kind of message. Please send text, a picture, a voice message or a location; reply 0 for topics.",
        )
    }

    /// The words in a scanned code.
    #[must_use]
    pub fn code(&self, result: &str) -> String {
        let result: String = result.chars().take(200).collect();
        match self.language {
            Language::Chinese => format!("扫码内容：{result}\n如需咨询，请直接打字说明。"),
            Language::English => {
                format!("The code says: {result}\nType your question about it, if you have one.")
            }
        }
    }

    /// Too fast.
    #[must_use]
    pub fn too_fast(&self) -> String {
        self.pick(
            "您发得太快了，内容都已收到。请一分钟后再试。",
            "You are writing very fast. Everything has been received; please wait a minute.",
        )
    }

    /// An identity number was in the text.
    #[must_use]
    pub fn identity_hidden(&self) -> String {
        self.pick(
            "为保护您的隐私，身份证号已隐藏。请不要在这里发送证件号码。",
            "For your privacy the identity number has been hidden. Please don't send document numbers here.",
        )
    }

    /// A question, in both languages, when its number is not known yet.
    #[must_use]
    pub fn received_number_follows(&self) -> String {
        "已收到。系统正忙，编号稍后发给您，也可以过几分钟回复“查进度”。紧急情况请拨 110/119/120。\nReceived. We are busy: your number follows, or reply “progress” in a few minutes. Emergency: 110 / 119 / 120.".to_owned()
    }

    /// Anything else that has to wait, in both languages.
    #[must_use]
    pub fn received_reply_follows(&self) -> String {
        "已收到。系统正忙，稍后回复您。紧急情况请拨 110/119/120。\nReceived. We are busy: the reply follows. Emergency: 110 / 119 / 120.".to_owned()
    }

    /// A question with a word of danger, in both languages, when its number is not known yet.
    #[must_use]
    pub fn urgent_received(&self) -> String {
        let numbers = &self.content.emergency.reply;
        let (zh, en) = (numbers.get(Language::Chinese), numbers.get(Language::English));
        let numbers = if zh == en { zh.to_owned() } else { format!("{zh}\n{en}") };
        format!("{numbers}\n\n{}", self.received_number_follows())
    }

    /// Stands for a page that had to give way to an answer.
    #[must_use]
    pub fn again(&self) -> String {
        self.pick("（您要的内容请再发一次。）", "(Please send your last message once more.)")
    }

    /// Heading of a delivery that rides on a reply.
    #[must_use]
    pub fn answer_heading(&self, number: Option<&QuestionNumber>) -> String {
        match (self.language, number) {
            (Language::Chinese, Some(number)) => format!("【{number} 的答复】"),
            (Language::Chinese, None) => "【答复】".to_owned(),
            (Language::English, Some(number)) => format!("[Answer to {number}]"),
            (Language::English, None) => "[Answer]".to_owned(),
        }
    }
}
