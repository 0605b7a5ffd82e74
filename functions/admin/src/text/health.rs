//! The texts of the health page: what is checked, why it matters, what was found, what to do.

use super::texts;

#[rustfmt::skip]
texts! { Health {
    Title: "体检", "Health";
    About: "逐项检查系统是否正常，并说明怎么办", "Whether all is well, item by item, and what to do";
    Intro: "打开本页时逐项检查。在 AWS 上，部署、密钥和云资源的检查请运行 wenqu doctor。", "Checked when the page is opened. On AWS, run wenqu doctor for the deployment, secrets and cloud resources.";
    Summary: "{} 项正常 · {} 项提醒 · {} 项失败 · {} 项不适用", "{} fine · {} warnings · {} failed · {} do not apply";
    Fine: "正常", "Fine";
    Warning: "提醒", "Warning";
    Failed: "失败", "Failed";
    Skipped: "不适用", "Does not apply";
    Why: "为什么", "Why";
    WhatToDo: "怎么办", "What to do";

    Version: "程序版本", "Version";
    VersionWhy: "报告问题时请写上版本", "Name it when you report a problem";
    VersionIs: "wenqu {}", "wenqu {}";

    Content: "内容更新", "Content";
    ContentWhy: "两周不更新会被通报不合格", "Accounts silent for two weeks fail inspection";
    ContentNone: "还没有发布任何栏目", "No topic is published";
    ContentIs: "{} 个栏目，{} 个超过约定的更新时间，最旧的 {}没有更新；{} 条常见问答该复核", "{} topics, {} past their promise, the oldest not updated for {}; {} known answers to be looked at again";
    ContentFix: "更新栏目，或确认内容仍然有效", "Update the topic, or confirm that it still holds";

    Windows: "将要失去的答复机会", "Windows about to close";
    WindowsWhy: "48 小时一过，就只能等居民再次联系", "After 48 hours we can only wait for the resident's next contact";
    WindowsNone: "没有快要失去的答复机会", "No window is about to close on a question without an answer";
    WindowsIs: "{} 个问题 3 小时内将不能主动答复，且没有答复", "{} questions without an answer whose window closes within 3 hours";
    WindowsFix: "到收件箱先答复等待最久的问题", "Answer whoever has waited longest, in the inbox";

    Due: "待送答复", "Due deliveries";
    DueWhy: "居民在等已写好的答复", "Residents wait for answers that are written";
    DueNone: "没有到期未送的答复", "No delivery is due";
    DueIs: "{} 条到期，最久的等了 {}", "{} due, the oldest for {}";
    DueFix: "看“异常”页；仍不动时请运维看 sender 和 ticker 的日志", "See what is stuck; if nothing moves, have somebody read the logs of sender and ticker";

    Dead: "放弃的任务", "Jobs given up";
    DeadWhy: "图片、答复等停在半路", "Pictures or answers are stuck";
    DeadNone: "没有放弃的任务", "Nothing was given up";
    DeadIs: "{} 个任务被放弃", "{} jobs were given up";
    DeadFix: "在“异常”页看原因，排除后重新执行", "See why on the page of what is stuck, mend it, run them again";

    Courier: "向平台发送", "Sending to the platform";
    CourierWhy: "没有它就没有主动答复", "Without it no answer is pushed";
    CourierOpen: "可以向平台发送", "The platform can be called";
    CourierOff: "本号设为不主动发送", "By its settings this account sends nothing by itself";
    CourierSilent: "外发电脑最后一次报到是 {}", "The district's computer was last heard of {}";
    CourierNever: "外发电脑从没有报到", "The district's computer was never heard of";
    CourierFix: "在有固定 IP 的电脑上启动 wenqu courier", "Start wenqu courier on the computer with the fixed address";

    Alarms: "平台最近的错误", "What the platform refused";
    AlarmsWhy: "账号设置不对，答复一条也发不出", "While the account's settings are wrong no answer goes out";
    AlarmsNone: "24 小时内没有账号级错误", "No error of the account within a day";
    AlarmsIs: "{} 类错误，最近一次 {}", "{} kinds of errors, last {}";
    AlarmsFix: "按“异常”页上写的原因改设置，再放行", "Mend the settings as the page of what is stuck says, then set the answers free";

    Asked: "最近的来信", "Last question";
    AskedWhy: "平台没有推送，居民的话到不了后台", "If the platform sends nothing, what residents say does not arrive";
    AskedIs: "最近一个未结束的问题是 {} 提出的", "The newest open question came {}";
    AskedNever: "还没有未结束的问题", "No question is open";
    AskedFix: "用自己的微信给服务号发一句话，看是否有回复", "Write to the account from your own phone and see whether it answers";

    Channels: "告警渠道", "Alert channels";
    ChannelsWhy: "没有人盯着页面时，要靠告警", "While nobody watches the page, alerts do";
    ChannelsNone: "还没有设置告警渠道", "No alert channel is set";
    ChannelsIs: "设置了 {} 个渠道，{} 个上次测试失败", "{} channels are set, {} failed their last test";
    ChannelsFix: "到“告警渠道”设置并发送测试消息", "Set one under “Alert channels” and send a test message";

    Clock: "时钟", "Clock";
    ClockWhy: "时钟不准，时限和签名都会出错", "With a wrong clock promises and signatures go wrong";
    ClockRight: "与记录一致", "It agrees with the rows";
    ClockIs: "记录比本机时钟最多快 {}", "Rows are ahead of this clock by at most {}";
    ClockFix: "校准服务器时间（chrony 或 ntp）", "Set the server's clock right (chrony or ntp)";

    Administrators: "管理员", "Administrators";
    AdministratorsWhy: "没有管理员就管不了账号", "Without one nobody can manage accounts";
    AdministratorsIs: "{} 名管理员可以登录", "{} administrators may sign in";
    AdministratorsFix: "至少要有 2 名管理员：wenqu user add 登录名 --role administrator", "Have at least 2: wenqu user add LOGIN --role administrator";
}}
