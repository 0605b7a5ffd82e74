//! The texts of the frame, of sign-in, inbox and thread.

use super::texts;

#[rustfmt::skip]
texts! { Text {
    // frame
    Product: "问渠", "Wenqu";
    ProductLine: "服务号答复后台", "Officers' console";
    Demo: "演示", "Demo";
    DemoLine: "演示环境：居民都是模拟的", "Demo: all residents are simulated";
    SkipToContent: "跳到正文", "Skip to content";
    SignOut: "退出登录", "Sign out";
    Inbox: "收件箱", "Inbox";
    Settings: "设置", "Settings";
    AuditArea: "审计", "Audit";
    StuckArea: "异常", "Stuck";
    StuckCount: "{} 项待处理", "{} to look at";
    HandOverArea: "交接班", "Hand-over";
    Menu: "菜单", "Menu";
    BackToInbox: "返回收件箱", "Back to the inbox";
    ErrorPrefix: "错误：", "Error: ";
    MustMend: "有问题需要修改", "There is a problem";
    ConnectionLost: "连接中断，正在重试", "Connection lost, trying again";
    SomethingNew: "有新内容", "There is something new";
    ShowNew: "列表有更新，点此显示", "The list has changed: show it";

    // sign-in
    SignIn: "登录", "Sign in";
    Login: "登录名", "Sign-in name";
    Password: "密码", "Password";
    WrongSignIn: "登录名或密码不对，请再试一次", "Name and password don't belong together: try again";
    WaitToSignIn: "失败次数过多，请在 {} 后再试", "Too many failures: try again after {}";
    SignInHelp: "忘记密码？请联系管理员。", "Forgotten your password? Ask an administrator.";

    // messages
    NotFoundTitle: "找不到这个页面", "This page does not exist";
    NotFound: "它可能已被移走，或地址不完整。请从收件箱进入。", "It may be gone, or the address is incomplete. Go there from the inbox.";
    NotAllowedTitle: "您没有这项权限", "You are not permitted to do this";
    NotAllowed: "如需使用，请联系管理员。", "Ask an administrator if you need it.";
    FailedTitle: "暂时无法完成", "This can't be done right now";
    Failed: "没有保存任何更改，请稍后再试。参考编号：{}", "Nothing was changed. Try again in a moment. Reference: {}";
    BusyTitle: "大家同时在修改", "Others are changing this too";
    Busy: "没有保存任何更改，请再试一次。", "Nothing was changed. Try again.";
    ForeignFormTitle: "没有接受这个表单", "This form was not accepted";
    ForeignForm: "它不是从本系统当前登录的页面提交的。请返回页面、刷新后再提交。", "It does not come from a page of your current session. Go back, reload the page and send it again.";
    BadFormTitle: "没有读懂这个表单", "This form can't be read";
    BadForm: "请返回页面、刷新后再提交。", "Go back, reload the page and send it again.";
    WrongMethodTitle: "请从页面上操作", "Use the page's buttons";
    WrongMethod: "这个地址只接受页面上的表单。请从收件箱进入。", "This address only takes the forms of our pages. Go there from the inbox.";
    TooLargeTitle: "内容太长", "This is too long";
    TooLarge: "请缩短后再提交。", "Shorten it and send it again.";
    SessionOverTitle: "登录已过期", "Your session is over";
    SessionOver: "请重新登录。", "Sign in again.";
    DraftKept: "您写的内容没有发送，还在这里：请先复制，登录后再粘贴。", "What you wrote was not sent. Here it is: copy it, sign in, and paste it.";
    DraftLabel: "您写的内容", "What you wrote";

    // inbox
    Waiting: "待接入", "Waiting";
    Taken: "处理中", "In hand";
    Answered: "已答复", "Answered";
    Ended: "已结束", "Ended";
    Withdrawn: "已撤回", "Withdrawn";
    NoWaiting: "没有待接入的问题", "No question is waiting";
    NoWaitingHint: "居民在服务号里提出的问题会出现在这里，等待最久的排在最前。", "What residents ask the account appears here, whoever waits longest first.";
    NoTaken: "没有处理中的问题", "No question is in hand";
    NoTakenHint: "接入的问题会出现在这里，直到答复或退回。", "Questions that officers take appear here until they are answered or given back.";
    NoAnswered: "没有已答复的问题", "No answered question";
    NoAnsweredHint: "答复过、还没有结束的问题会出现在这里。", "Questions that have an answer and are not ended appear here.";
    NoEnded: "没有已结束的问题", "No ended question";
    NoEndedHint: "结束的问题会出现在这里，最近的排在最前。", "Ended questions appear here, the latest first.";
    DemoHint: "想试一试？在左边的手机里发一句话，例如“老年卡在哪里办？”。", "Want to try? Send a sentence on the phone, such as “Where do I get a senior bus card?”.";
    Resident: "居民 {}", "Resident {}";
    Waits: "等 {}", "waits {}";
    Since: "{}前", "{} ago";
    Urgent: "紧急", "Urgent";
    Promised: "承诺 {}", "due {}";
    PromisedBy: "承诺答复", "Promised by";
    Overdue: "超时 {}", "{} overdue";
    DueSoon: "剩 {}", "{} left";
    Attachments: "附件 {}", "{} attached";
    EnglishTag: "EN", "EN";
    EnglishLong: "请用英文答复", "Answer in English";
    NobodyYet: "无人接入", "Nobody yet";
    AssignedTo: "由 {} 处理", "With {}";
    NextPage: "下一页", "Next page";
    FirstPage: "回到第一页", "First page";
    Tabs: "问题状态", "State of questions";
    NewestFirst: "最近的在前", "Latest first";
    OldestFirst: "等待最久的在前", "Longest wait first";
    TotalShown: "本页 {} 个问题", "{} on this page";
    WithoutWords: "（没有文字）", "(no text)";

    // thread
    Question: "问题 {}", "Question {}";
    Asked: "{} 提出", "asked {}";
    FirstSeen: "首次联系", "First contact";
    LanguageOf: "语言", "Language";
    Chinese: "中文", "Chinese";
    English: "英文", "English";
    Following: "关注状态", "Following";
    Follows: "已关注", "Yes";
    Left: "已取消关注", "No longer";
    Remark: "备注名", "Remark";
    AboutResident: "居民", "Resident";
    None: "无", "None";
    FollowerErased: "居民的资料已删除", "The resident's profile has been erased";
    TakeIt: "接入", "Take";
    GiveBack: "退回", "Give back";
    EndIt: "结束", "End";
    TakenByOther: "{} 正在处理这个问题。您仍可以查看、写备注或答复。", "{} has this question. You can still read it, write notes, or answer.";
    QuestionOver: "这个问题已经结束，不能再答复。居民再次提问会成为新的问题。", "This question is over and takes no more answers. What the resident asks next is a new question.";
    AutoReply: "自动", "Automatic";
    Internal: "内部备注", "Internal note";
    InternalHint: "只有值班员看得到，不会发给居民", "Only officers see it; it never goes to the resident";
    ChangeTaken: "{} 接入", "{} took the question";
    ChangeReleased: "{} 退回", "{} gave the question back";
    ChangeEnded: "{} 结束了问题", "{} ended the question";
    ChangeWithdrawn: "居民撤回了问题", "The resident withdrew the question";
    ChangeResent: "{} 重新发送了一条答复", "{} sent an answer again";
    ChangeSettled: "{} 处理了一条未确认的答复", "{} settled an answer by hand";
    Erased: "内容已删除", "Erased";
    SaidImage: "图片", "Picture";
    SaidVoice: "语音", "Voice message";
    SaidVideo: "视频", "Video";
    SaidLocation: "位置", "Place";
    SaidLink: "链接", "Link";
    SaidEvent: "操作 {}", "Action {}";
    SaidUnread: "无法识别的消息（{}）", "A message that can't be read ({})";
    Recognition: "识别文字：{}", "Recognised: {}";
    NoRecognition: "没有识别出文字", "No words were recognised";
    Coordinates: "坐标 {}, {}（GCJ-02）", "Coordinates {}, {} (GCJ-02)";
    AttachmentPending: "正在取回，稍后显示", "Being fetched; it will appear here";
    AttachmentFailed: "没能取回附件：{}", "The attachment can't be had: {}";
    AttachmentNoWay: "本号设为不调用平台接口，只能取回图片，取不了语音和视频。可请居民改用文字或图片说明。", "By its settings this account does not call the platform: only pictures can be had, no voice and no film. Ask the resident to write, or to send a picture.";
    AttachmentAlt: "居民发来的图片", "Picture from the resident";
    Download: "下载原文件（{}）", "Download the original ({})";
    New: "新", "New";

    // deliveries
    Delivered: "已送达", "Delivered";
    DeliveredByHand: "已确认送达", "Confirmed as delivered";
    HandedOver: "已随回复送出", "Went out with a reply";
    Queued: "正在排队", "Queued";
    RetryAt: "正在排队，{} 再试", "Queued, next attempt {}";
    Sending: "正在发送", "Being sent";
    NextContact: "等待下次联系时送出", "Goes out at the next contact";
    Unknown: "结果不明", "Outcome unknown";
    UnknownHint: "请求发出后没有收到平台的答复，居民可能已经收到。", "The request left and the platform did not answer: the resident may have it.";
    NotDelivered: "未送达", "Not delivered";
    DeliveryWithdrawn: "不再发送", "Not sent any more";
    ParkedClosed: "平台只允许在居民联系后 48 小时内主动发送", "The platform allows sending only within 48 hours of a contact";
    ParkedUsedUp: "本次联系后可主动发送的条数已用完", "The messages allowed after the last contact are used up";
    ParkedUnfollowed: "居民已取消关注，重新关注或来信时送出", "The resident no longer follows; it goes out when they come back";
    ParkedNotAllowed: "服务号现在不能主动发送消息", "The account can't send by itself at present";
    ParkedEgressOff: "本号设为不主动发送（egress = none）：没有尝试过发送，会随居民下次来信的回复送出", "By its settings this account sends nothing by itself (egress = none): it was never tried, and goes out with the reply to the resident's next message";
    Resend: "重新发送", "Send again";
    ResendMarked: "重发（会标明可能重复）", "Send again (marked as a possible repeat)";
    SettleDelivered: "已确认送达", "It did arrive";
    SettleFailed: "不再发送", "Don't send it any more";
    MarkedRepeat: "标明可能重复", "marked as a possible repeat";
    Attempts: "已尝试 {} 次", "{} attempts";
    PlatformCode: "平台代码 {}", "platform code {}";

    // composer
    ReplyToResident: "回复居民", "Reply to the resident";
    WindowOpen: "可主动发送至 {} · 余 {} 条", "Can be pushed until {} · {} left";
    WindowClosed: "现在不能主动发送：答复会等到居民下次联系时送出", "Nothing can be pushed now: the answer goes out at the resident's next contact";
    WindowUsedUp: "可主动发送的条数已用完：答复会等到居民下次联系时送出", "The messages allowed are used up: the answer goes out at the resident's next contact";
    WindowNoWay: "本号设为不主动发送：答复会随居民下次来信的回复送出", "By its settings this account sends nothing by itself: the answer goes out with the reply to the resident's next message";
    CourierSilent: "外发电脑（wenqu courier）最后一次报到是 {}：它恢复之前答复先等着，居民来信时会随回复送出", "The district's computer (wenqu courier) was last heard of {}: until it is back the answer waits, or goes out with the reply to the resident's next message";
    CourierNever: "外发电脑（wenqu courier）还没有运行过：它运行之前答复先等着，居民来信时会随回复送出", "The district's computer (wenqu courier) has not run yet: until it does the answer waits, or goes out with the reply to the resident's next message";
    WindowUnfollowed: "居民已取消关注：答复会等到居民回来时送出", "The resident no longer follows: the answer goes out when they come back";
    BytesUsed: "{}/{} 字节", "{} of {} bytes";
    BytesHint: "一个汉字 3 字节，已含署名", "One Chinese character is 3 bytes; your signature is included";
    SignedAs: "署名：—{}", "Signed: —{}";
    Send: "发送给居民", "Send to the resident";
    SendAndEnd: "发送并结束", "Send and end";
    SendAnyway: "仍然发送", "Send all the same";
    SendKeys: "Ctrl+Enter 发送", "Ctrl+Enter sends";
    AutoTake: "发送后，这个问题由您负责。", "Once sent, the question is yours.";
    WriteNote: "写内部备注", "Write an internal note";
    NoteLabel: "备注内容", "Note";
    SaveNote: "保存备注", "Save note";
    StaleTitle: "您写的时候有了新内容", "Something came in while you were writing";
    Stale: "答复还没有发送。请先看标有“新”的内容，再修改或仍然发送。", "Your answer has not been sent. Read what is marked “New”, then change it or send it all the same.";
    ConflictTitle: "没有完成", "That was not done";
    TakenBy: "{} 已接入这个问题", "{} has already taken this question";
    Over: "这个问题已经结束", "This question is over";
    DeliveryMoved: "这条答复的状态已经变化，请看最新状态", "The state of this answer has changed: see what it is now";
    DidTake: "已接入", "The question is yours";
    DidRelease: "已退回", "You gave the question back";
    DidAnswer: "答复已保存，正在送出", "Your answer is saved and on its way";
    DidAnswerAndEnd: "答复已保存，正在送出；问题已结束", "Your answer is saved and on its way; the question is ended";
    DidNote: "备注已保存", "The note is saved";
    DidEnd: "问题已结束", "The question is ended";
    DidResend: "已重新排队发送", "It is queued again";
    DidSettle: "已处理", "Settled";
}}
