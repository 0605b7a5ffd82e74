//! The texts of the settings' index and of what is kept how long.

use super::texts;

#[rustfmt::skip]
texts! { Setup {
    Intro: "这里列出您可以查看或修改的设置。每次修改都会记入审计。", "What you may see or change. Every change is recorded in the audit.";
    Back: "返回设置", "Back to settings";
    Nothing: "您的角色不能查看任何设置", "Your role can't see any setting";

    AccountAbout: "欢迎语、多久内答复、人工服务时间的写法", "Greetings, how soon we promise an answer, office hours in words";
    RulesAbout: "关键词触发的回复，可以输入一句话试", "Replies that words trigger, with a box to try a sentence";
    HoursAbout: "答复承诺按这里的工作时间和放假安排计算", "Promises are computed with these hours and days off";
    RetentionTitle: "数据保留", "Retention";
    RetentionAbout: "各类数据保存多久、到期怎样处理", "How long each kind of data is kept, and what happens then";
    Kept: "保存多久", "How long";
    Then: "到期之后", "What happens then";
    SetBy: "在哪里设置", "Where it is set";
    TalkOf: "居民的问题与答复（居民仍在关注时）", "Questions and answers, while the resident follows the account";
    TalkKept: "一直保存", "As long as they follow";
    TalkThen: "居民发“撤回同意”后立即删除", "Erased at once when the resident withdraws consent";
    LeftOf: "居民取消关注之后，其问题与答复", "Questions and answers of residents who left";
    LeftKept: "{} 天，不带身份", "{} days, without identity";
    LeftThen: "由定时任务删除，居民期间回来则保留", "Erased by the schedule, unless the resident comes back before";
    MediaOf: "居民发来的图片、语音和文件", "Pictures, sound and files from residents";
    MediaKept: "随所属问题；部署在 AWS 上时最多 {} 天", "As their question; on AWS at most {} days";
    MediaThen: "从对象存储中删除，会话里写明已过期", "Deleted from the object store; the thread says so";
    UnreadOf: "无法识别的平台推送", "Callbacks that can't be read";
    UnreadKept: "180 天", "180 days";
    UnreadThen: "自动删除", "Deleted";
    AuditOf: "审计记录", "Audit";
    AuditKept: "至少 180 天，本系统不删除", "At least 180 days; this system never deletes any";
    AuditThen: "控制台没有修改或删除审计的权限", "The console has no right to change or delete it";
    SetByDays: "部署设置 WENQU_RETENTION_DAYS（wenqu.toml 的 retention_days），修改后重新部署或重启", "Deployment setting WENQU_RETENTION_DAYS (retention_days in wenqu.toml); deploy or restart after a change";
    SetByLaw: "固定，不能修改", "Fixed";
    ReadOnly: "保留期由部署设置决定，控制台只显示不修改：缩短保留期会删除数据，应由负责部署的人改。", "Retention comes with the deployment and is only shown here: shortening it deletes data, so whoever deploys does it.";
}}
