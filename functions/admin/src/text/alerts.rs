//! The texts of alert channels.

use super::texts;

#[rustfmt::skip]
texts! { Alarm {
    Title: "告警渠道", "Alert channels";
    About: "新问题、超时、栏目过期等消息发到企业微信群或邮箱", "New questions, broken promises, stale topics: to a WeCom group or by e-mail";
    Intro: "有事时，系统把条数和链接发到这里设置的渠道。每类消息一分钟最多一条，不含居民的话。", "When something happens, counts and links go to the channels set here. At most one message a minute of each kind, never a resident's words.";
    NoChannel: "还没有设置渠道：告警不会发到任何地方。", "No channel is set: alerts go nowhere.";
    Links: "消息里的链接以此开头：{}", "Links in messages begin with {}";

    RobotTitle: "企业微信群机器人", "WeCom group robot";
    RobotHint: "在企业微信群里：右上角“…” → 消息推送（群机器人）→ 添加，然后复制 Webhook 地址。", "In the WeCom group: “…” → message push (group robot) → add, then copy its webhook address.";
    Address: "Webhook 地址", "Webhook address";
    AddressKept: "已保存，末四位 {}。留空则不变。", "Saved; it ends in {}. Leave empty to keep it.";
    Mentions: "提醒的手机号（可不填，用逗号隔开）", "Mobile numbers to mention (optional, separated by commas)";
    SaveRobot: "保存机器人", "Save the robot";

    MailTitle: "邮件", "E-mail";
    MailHint: "向邮箱管理员要 SMTP 服务器、端口和授权码。", "Ask whoever runs your mail for the SMTP server, its port and a password for programs.";
    Host: "SMTP 服务器", "SMTP server";
    Port: "端口", "Port";
    Security: "加密", "Encryption";
    Tls: "TLS（常用端口 465）", "TLS (usually port 465)";
    StartTls: "STARTTLS（常用端口 587）", "STARTTLS (usually port 587)";
    NoTls: "不加密（只限本机的服务器）", "None (only a server on this computer)";
    User: "账号（服务器不要求登录时留空）", "Account (empty when the server wants none)";
    Password: "密码或授权码", "Password";
    PasswordKept: "已保存。留空则不变。", "Saved. Leave empty to keep it.";
    From: "发件人", "From";
    To: "收件人（用逗号隔开）", "To (separated by commas)";
    SaveMail: "保存邮件设置", "Save e-mail";

    WhenTitle: "什么时候、发什么", "When and what";
    Kinds: "发送哪些消息", "What is sent";
    NewQuestion: "新问题", "New questions";
    Emergency: "涉及危险的问题（免打扰时段也发）", "Questions with words of danger (in quiet hours too)";
    PromiseNear: "承诺时限已过四分之三", "Three quarters of a promise are over";
    PromiseBroken: "已超过承诺时限", "A promise is broken";
    WindowClosing: "3 小时内或免打扰时段里将不能主动答复，还没有人答复", "The reply window closes within 3 hours or in quiet hours, and nobody has answered";
    ContentStale: "栏目超过更新承诺，或 12 天没有更新；常见问答到了复核日期", "A topic is past its promise, or 12 days without an update; a known answer is past its review date";
    Stuck: "任务被放弃，或答复没有送达", "A job was given up, or an answer was not delivered";
    HotTopic: "热点：至少 4 位居民在问同一件事，而且比平时多", "Hot topics: at least 4 residents ask the same, more than usual";
    QuietFrom: "免打扰开始（可不填，如 22:00）", "Quiet from (optional, such as 22:00)";
    QuietTo: "免打扰结束（如 07:00）", "Quiet until (such as 07:00)";
    QuietHint: "北京时间。这段时间里的消息等结束后合并发送；答复窗口在这段时间里关闭的，提前告知。", "Beijing time. What comes up in these hours is sent together afterwards; a reply window that closes in them is told before.";
    WrongTime: "时间要写成 22:00 这样，两个都填或都不填", "Write times like 22:00, both or none";
    SaveWhen: "保存时段和种类", "Save when and what";

    Test: "发送测试消息", "Send a test message";
    Forget: "停用并删除", "Turn off and delete";
    NeverTested: "还没有测试过", "Not tested yet";
    OnItsWay: "测试消息正在发送，请刷新本页看结果（{} 发出）", "A test message is on its way: reload this page for its result (asked {})";
    TestFine: "{} 测试成功，服务回答：", "Test of {} was taken; the service said:";
    TestFailed: "{} 测试失败，服务回答：", "Test of {} failed; the service said:";
    IsSet: "已设置", "Set";
    NotSet: "未设置", "Not set";

    DidRobot: "机器人已保存，请发送测试消息", "The robot is saved: send a test message";
    DidMail: "邮件设置已保存，请发送测试消息", "E-mail is saved: send a test message";
    DidWhen: "时段和种类已保存", "When and what is saved";
    DidForget: "渠道已删除", "The channel is deleted";
}}
