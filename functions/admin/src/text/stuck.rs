//! The texts of what is stuck.

use super::texts;

#[rustfmt::skip]
texts! { Stuck {
    Title: "待处理异常", "Stuck";
    Intro: "系统自己无法解决、需要有人看一眼的事情。处理完的会从这里消失。", "What the system can't settle by itself. What has been seen to leaves this page.";
    Nothing: "没有异常", "Nothing is stuck";
    NothingHint: "发送失败或结果不明的答复、失败的任务、取不到的附件会出现在这里。", "Answers that failed or whose outcome is unknown, jobs that were given up and files that could not be had appear here.";
    OnlyReading: "您可以查看；处理需要“审核”或“管理员”角色。", "You may look; acting takes the role of a reviewer or an administrator.";
    Account: "服务号", "The account";
    Quota: "平台当日的调用次数已用完", "The platform's calls of the day are used up";
    QuotaDo: "过零点后会自动继续发送，不用处理。经常出现时，请在微信开发者平台查看调用额度。", "Sending goes on by itself after midnight. If this happens often, look at the quota on the WeChat developer platform.";
    Configuration: "平台拒绝了本号的调用", "The platform refuses the account's calls";
    ConfigurationDo: "请系统管理员核对 IP 白名单和接口权限（wenqu doctor 会逐项检查），修好后在下面放行等待的答复。", "Have the administrator check the IP whitelist and the permissions (wenqu doctor looks at each); then set the waiting answers free below.";
    Credentials: "平台不认 AppID 或 AppSecret", "The platform does not accept AppID or AppSecret";
    CredentialsDo: "请系统管理员重新设置 AppSecret，修好后会自动继续。", "Have the administrator set the AppSecret again; sending then goes on.";
    CourierToken: "外发电脑没有送来有效的令牌", "The district's computer has not brought a valid token";
    CourierTokenDo: "请检查外发电脑上的 wenqu courier 是否在运行。", "See whether wenqu courier runs on the district's computer.";
    OtherAlarm: "服务号需要处理", "The account needs attention";
    LastAt: "最近一次 {}", "last {}";
    CourierSilent: "外发电脑（wenqu courier）没有报到", "The district's computer (wenqu courier) is silent";
    CourierSilentSince: "最后一次报到是 {}。请检查那台电脑是否开机、联网、程序在运行。它恢复前，答复等待，居民来信时随回复送出。", "It was last heard of {}. See whether it is on, connected and running. Until then answers wait, or go out with the reply to a resident's next message.";
    CourierNever: "它还没有运行过。请在外发电脑上启动 wenqu courier。", "It has not run yet. Start wenqu courier on the district's computer.";
    HeldBack: "有 {} 条答复在等服务号的设置修好", "{} answers wait until the account's settings are mended";
    HeldBackDo: "修好后点这里，一分钟内会重新发送；不点的话，居民下次来信时送出。", "Once they are, set them free: they are sent within a minute. Else they go out at the residents' next contact.";
    Release: "放行这些答复", "Set them free";
    Deliveries: "没有送达的答复", "Answers that did not arrive";
    Delivery: "给居民 {} 的答复", "Answer to resident {}";
    OfQuestion: "看会话", "See the thread";
    MoreDeliveries: "还有更多：处理完这些再看。", "There are more: see to these first.";
    Jobs: "放弃的任务", "Jobs that were given up";
    JobAttachment: "取附件", "Fetching a file";
    JobSimilar: "找出谁也问了同一件事", "Finding who else asks the same";
    JobGroupAnswer: "把答复写给同类问题的每一位居民", "Writing an answer to everybody of a group";
    JobAlert: "给值班员发告警", "Sending an alert";
    JobProfile: "读取居民资料", "Reading a profile";
    JobDeliveriesDue: "发送等待的答复", "Sending answers that wait";
    JobUnfollowed: "处理取消关注", "Noting that somebody left";
    JobMenu: "查询或更新菜单", "Asking about the menu";
    JobErase: "删除居民资料", "Erasing a resident's data";
    JobCallback: "接收居民的消息", "Taking a resident's message in";
    JobUnknown: "无法识别的任务", "A job that can't be read";
    JobDo: "原因排除后重新执行；执行多次也不会有重复的结果。", "Once the cause is mended, run it again; running it twice does no harm.";
    JobUnknownDo: "它不能重新执行。请告知系统管理员，然后删除。", "It can't be run again. Tell the administrator, then remove it.";
    Rerun: "重新执行", "Run again";
    Remove: "删除", "Remove";
    Files: "取不到的附件", "Files that could not be had";
    FilesDo: "平台保留到 {}。原因排除后可以再取一次。", "The platform keeps it until {}. Once the cause is mended, fetch it again.";
    FetchAgain: "再取一次", "Fetch again";
    LetBe: "不再取", "Let it be";
    Unreadable: "无法识别的平台消息", "Messages of the platform that can't be read";
    UnreadableDo: "消息是平台发来的，但读不懂。查看原文会记入审计；请转给系统管理员。", "They are genuine, and can't be understood. Looking at one is audited; pass it on to the administrator.";
    Events: "服务号的事件", "Events of the account";
    EventsDo: "群发结果、证书等，供查看。", "Results of mass messages, certificates and the like, for information.";
    LookAt: "查看原文", "Look at it";
    Dismiss: "处理完了", "Done with it";
    RawTitle: "平台发来的原文", "As the platform sent it";
    Back: "返回待处理异常", "Back to what is stuck";
    Why: "原因", "Why";
    DidRerun: "已重新排队", "It is queued again";
    DidRemove: "已删除", "Removed";
    DidRelease: "已放行", "They are set free";
    DidResend: "已重新排队发送", "It is queued again";
    DidSettle: "已处理", "Settled";
    DidFetch: "已让系统再取一次", "It will be fetched again";
    DidDismiss: "已处理", "Dismissed";
}}
