//! The words that the server renders, Chinese and English in one line. The scripts have their own table, `words.js`.

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lang {
    Zh,
    En,
}

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// Something the page says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Word {
            $($name,)*
        }

        impl Word {
            const fn both(self) -> (&'static str, &'static str) {
                match self {
                    $(Word::$name => ($zh, $en),)*
                }
            }
        }
    };
}

words! {
    Title: "问渠 · 模拟公众平台", "Wenqu · simulated platform";
    Brand: "问渠", "Wenqu";
    Tagline: "模拟公众平台", "simulated platform";
    Panes: "面板", "Panes";
    Phone: "手机", "Phone";
    Console: "后台", "Console";
    Inspector: "检查器", "Inspector";
    OwnWindow: "单独打开", "Own window";
    NoScript: "手机和检查器需要 JavaScript；后台不需要。", "Phone and inspector need JavaScript; the console does not.";
    Clock: "模拟时间", "Simulated time";
    TenMinutes: "+10 分", "+10 min";
    NineHours: "+9 小时", "+9 h";
    TwoDays: "+48 小时", "+48 h";
    Morning: "下个工作日 8:30", "Next working day 8:30";
    RealTime: "回到现在", "Real time";
    Faults: "故障", "Faults";
    FaultsHint: "打开后一直有效，直到关掉；“1次”只用一次。", "A switch stays on until turned off; “1×” is used up once.";
    CallbackFaults: "平台 → 账号（回调）", "Platform → account (callbacks)";
    ApiFaults: "账号 → 平台（接口）", "Account → platform (API)";
    ClearFaults: "全部关闭", "All off";
    Reset: "清空重来", "Start over";
    Record: "录制", "Record";
    RecordHint: "录成剧本 .chat，可以重放", "Record a .chat transcript to replay";
    Play: "重放", "Replay";
    PlayHint: "重放一个剧本 .chat：先清空一切", "Replay a .chat transcript: clears everything first";
    PlayFile: "剧本文件", "Transcript file";
    Close: "关闭", "Close";
    Outbox: "发件箱", "Outbox";
    OtherLanguage: "English", "中文";
    Residents: "居民", "Residents";
    More: "更多", "More";
    Conversation: "对话", "Conversation";
    Follow: "关注", "Follow";
    NotFollowing: "还没有关注这个公众号", "Not following this account yet";
    FollowHint: "直接发消息 = 早就关注的老粉丝", "Writing at once = an old follower";
    Left: "已取消关注，不能再发消息", "Unfollowed: no more messages";
    Refollow: "重新关注", "Follow again";
    Unfollow: "取消关注", "Unfollow";
    FontSize: "字号", "Text size";
    Keyboard: "切换到键盘", "To the keyboard";
    ToMenu: "切换到菜单", "To the menu";
    Message: "消息", "Message";
    Send: "发送", "Send";
    Attach: "更多功能", "More to send";
    Photo: "照片", "Photo";
    Place: "位置", "Location";
    Voice: "语音", "Voice";
    Video: "视频", "Video";
    Sticker: "表情", "Sticker";
    Link: "链接", "Link";
    Scan: "扫码", "Scan QR";
    AllTraffic: "全部", "All";
    Callbacks: "回调", "Callbacks";
    Calls: "接口", "API";
    OnlyThis: "只看这位居民", "This resident only";
    Window: "客服消息窗口", "Window";
    Mode: "加密模式", "Mode";
    Empty: "还没有往来。在手机上说句话，这里会出现回调的明文、密文、签名、耗时和回复。", "Nothing yet. Say something on the phone: plain XML, envelope, signature, latency and reply appear here.";
}

impl Lang {
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    pub(super) const fn of(self, word: Word) -> &'static str {
        let (zh, en) = word.both();
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The same in the other language, for tooltips.
    pub(super) const fn other(self, word: Word) -> &'static str {
        match self {
            Lang::Zh => Lang::En.of(word),
            Lang::En => Lang::Zh.of(word),
        }
    }
}
