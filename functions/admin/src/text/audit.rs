//! The texts of the audit, and what each act is called.

use super::texts;

#[rustfmt::skip]
texts! { Audit {
    Title: "审计", "Audit";
    Intro: "谁在什么时候看了、写了、发了、导出了、改了什么。记录只增不改，不会到期删除。", "Who read, wrote, sent, exported or changed what, and when. Entries are only ever added, and never expire.";
    From: "从", "From";
    To: "到", "To";
    Who: "登录名", "Sign-in name";
    Action: "做了什么", "Act";
    AllActions: "全部", "All";
    Object: "对象（或问题编号）", "Object, or a question's number";
    Show: "查询", "Show";
    Export: "导出 CSV", "Export as CSV";
    ExportHint: "导出本身也会记入审计。", "The export is audited, too.";
    Time: "时间", "Time";
    Detail: "补充", "Detail";
    Where: "来自", "From where";
    Place: "链中位置", "Place in its chain";
    NoEntries: "没有符合条件的记录", "No entry fits";
    NoEntriesHint: "请换一段日期，或去掉一些条件。", "Choose other days, or fewer conditions.";
    LookFurther: "这一段里没有，继续往前查", "None so far: look further back";
    Earlier: "更早的记录", "Earlier entries";
    Latest: "回到最新", "Back to the latest";
    Verify: "核对完整性", "Verify";
    VerifyHint: "重新计算这段日期里每条链的哈希，并与每小时另存的存证比较。", "Computes the hashes of these days again and holds them against what is written down elsewhere each hour.";
    VerifyTooLong: "一次最多核对 31 天：请缩小日期范围，或运行 wenqu audit verify。", "At most 31 days at a time: choose fewer, or run wenqu audit verify.";
    Whole: "完整：{} 条记录都没有被改动，其中 {} 条已与另存的存证核对", "Verified: none of {} entries was changed; {} of them agree with what is written down elsewhere";
    LastWitness: "最近一次存证：{}", "Last written down: {}";
    NoWitness: "这段日期还没有存证：每小时一次，由定时任务写入。", "Nothing is written down of these days yet: the ticker does so each hour.";
    Broken: "不完整：有记录被改动或缺失", "Broken: entries were changed or are missing";
    BrokenHint: "请保留现场，不要继续操作，并通知系统管理员和单位的信息安全负责人。", "Leave everything as it is, and tell the administrator and whoever answers for the security of information.";
    FaultChanged: "{}：第 {} 条与写入时不同", "{}: entry {} is not what was written";
    FaultMissing: "{}：缺第 {} 条", "{}: entry {} is missing";
    FaultHead: "{}：链头与记录不符", "{}: the head does not belong to the entries";
    FaultReplaced: "{}：第 {} 条及之前的记录与 {} 的存证不符", "{}: up to entry {} it is not what was written down at {}";
    UnreadableWitness: "存证 {} 无法识别", "What was written down as {} can't be read";
    SourceAdmin: "后台", "Console";
    SourceWebhook: "回调", "Callback";
    SourceWorker: "后台任务", "Background";
    SourceCli: "命令行", "Command line";

    Took: "接入问题", "took a question";
    Released: "退回问题", "gave a question back";
    Answered: "答复", "answered";
    AnsweredAndEnded: "答复并结束", "answered and ended";
    Noted: "写内部备注", "wrote an internal note";
    Ended: "结束问题", "ended a question";
    Resent: "重新发送答复", "sent an answer again";
    Settled: "处理未确认的答复", "settled an answer";
    ReadThread: "查看会话", "read a thread";
    TookFile: "下载居民的文件", "saved a resident's file";
    Searched: "搜索", "searched";
    SignedIn: "登录", "signed in";
    SignedOut: "退出登录", "signed out";
    FailedSignIn: "登录失败", "failed to sign in";
    SlowedSignIn: "登录失败过多，限速", "was slowed down after failed sign-ins";
    AddedStaff: "添加账号", "added an account";
    IssuedToken: "签发令牌", "issued a token";
    Invited: "邀请同事", "invited a colleague";
    IssuedLink: "生成登录链接", "made a one-time link";
    Enrolled: "开通账号并绑定验证码", "set up an account and its second step";
    BeganEnrolment: "开始绑定验证码", "began to set up the second step";
    ChangedStaff: "修改账号或角色", "changed an account or its roles";
    DisabledStaff: "停用账号", "disabled an account";
    EnabledStaff: "启用账号", "enabled an account";
    RemovedStaff: "删除账号", "removed an account";
    EndedSessions: "结束登录会话", "ended sessions";
    ChangedPassword: "修改密码", "changed the password";
    RenewedSecondFactor: "更换二次验证", "set up another second step";
    RenewedRecoveryCodes: "更换恢复码", "made new recovery codes";
    MadeRole: "新增角色", "added a role";
    ChangedRole: "修改角色", "changed a role";
    RemovedRole: "删除角色", "removed a role";
    RevokedToken: "撤销令牌", "revoked a token";
    ReranJob: "重新执行任务", "ran a job again";
    ForgotJob: "删除无法识别的任务", "removed a job that can't be read";
    ConsentWithdrawn: "居民撤回授权", "withdrew consent";
    Erased: "删除居民资料", "erased a resident's data";
    TookOut: "导出审计", "exported the audit";
    ReadCallback: "查看原始回调", "read a callback as it came";
    DismissedCallback: "处理完一条回调", "dismissed a callback";
    FetchedAgain: "重新取附件", "had a file fetched again";
    ForgotFile: "不再取附件", "gave up a file";
    ReleasedDeliveries: "放行等待设置的答复", "set waiting answers free";
    PublishedMenu: "发布菜单", "published the menu";
    DeletedMenu: "删除菜单", "deleted the menu";
    LookedAtMenu: "查看平台上的菜单", "looked at the platform's menu";
    WroteShiftNote: "写交接备注", "wrote a note of the shift";
    SetAlertRobot: "设置告警机器人", "set the robot for alerts";
    SetAlertMail: "设置告警邮件", "set the e-mail for alerts";
    SetAlertKinds: "设置告警时段和种类", "set when and what alerts tell";
    RemovedAlertChannel: "删除告警渠道", "removed an alert channel";
    TestedAlertChannel: "测试告警渠道", "tested an alert channel";
    Assigned: "转交问题", "gave a question to somebody";
    Categorised: "给问题归类", "filed a question";
    Remarked: "写居民备注", "wrote a remark on a resident";
    Grouped: "把问题放入一组", "put a question into a group";
    Merged: "合并两组", "merged two groups";
    Renamed: "给组改名", "renamed a group";
    Locked: "锁定组", "locked a group";
    Unlocked: "解锁组", "unlocked a group";
    AnsweredAll: "答复全组", "answered a whole group";
    TookBack: "撤回对全组的答复", "took an answer to a group back";
    SavedCanned: "保存快捷回复", "saved a canned response";
    RemovedCanned: "删除快捷回复", "removed a canned response";
    EditedContent: "修改内容草稿", "edited the draft of the content";
    DiscardedDraft: "放弃内容草稿", "discarded the draft of the content";
    SubmittedContent: "提交内容审核", "submitted content";
    SentContentBack: "退回内容", "sent content back";
    PublishedContent: "发布内容", "published content";
    ConfirmedContent: "确认内容仍然有效", "confirmed content";
    RestoredContent: "恢复内容版本", "restored a version of the content";
    LearntCategories: "学习本地栏目", "learnt the district's topics";
}}

/// Acts and what they are called.
pub(crate) const ACTIONS: [(&str, Audit); 72] = [
    ("took", Audit::Took),
    ("released", Audit::Released),
    ("answered", Audit::Answered),
    ("answered_and_ended", Audit::AnsweredAndEnded),
    ("noted", Audit::Noted),
    ("ended", Audit::Ended),
    ("resent", Audit::Resent),
    ("settled", Audit::Settled),
    ("read_thread", Audit::ReadThread),
    ("took_file", Audit::TookFile),
    ("searched", Audit::Searched),
    ("signed_in", Audit::SignedIn),
    ("signed_out", Audit::SignedOut),
    ("failed_sign_in", Audit::FailedSignIn),
    ("slowed_sign_in", Audit::SlowedSignIn),
    ("added_staff", Audit::AddedStaff),
    ("issued_token", Audit::IssuedToken),
    ("invited", Audit::Invited),
    ("issued_link", Audit::IssuedLink),
    ("enrolled", Audit::Enrolled),
    ("began_enrolment", Audit::BeganEnrolment),
    ("changed_staff", Audit::ChangedStaff),
    ("disabled_staff", Audit::DisabledStaff),
    ("enabled_staff", Audit::EnabledStaff),
    ("removed_staff", Audit::RemovedStaff),
    ("ended_sessions", Audit::EndedSessions),
    ("changed_password", Audit::ChangedPassword),
    ("renewed_second_factor", Audit::RenewedSecondFactor),
    ("renewed_recovery_codes", Audit::RenewedRecoveryCodes),
    ("made_role", Audit::MadeRole),
    ("changed_role", Audit::ChangedRole),
    ("removed_role", Audit::RemovedRole),
    ("revoked_token", Audit::RevokedToken),
    ("reran_job", Audit::ReranJob),
    ("forgot_job", Audit::ForgotJob),
    ("consent_withdrawn", Audit::ConsentWithdrawn),
    ("erased", Audit::Erased),
    ("exported_audit", Audit::TookOut),
    ("read_callback", Audit::ReadCallback),
    ("dismissed_callback", Audit::DismissedCallback),
    ("fetched_again", Audit::FetchedAgain),
    ("forgot_file", Audit::ForgotFile),
    ("released_deliveries", Audit::ReleasedDeliveries),
    ("published_menu", Audit::PublishedMenu),
    ("deleted_menu", Audit::DeletedMenu),
    ("looked_at_menu", Audit::LookedAtMenu),
    ("wrote_shift_note", Audit::WroteShiftNote),
    ("set_alert_robot", Audit::SetAlertRobot),
    ("set_alert_mail", Audit::SetAlertMail),
    ("set_alert_kinds", Audit::SetAlertKinds),
    ("removed_alert_channel", Audit::RemovedAlertChannel),
    ("tested_alert_channel", Audit::TestedAlertChannel),
    ("assigned", Audit::Assigned),
    ("categorised", Audit::Categorised),
    ("remarked", Audit::Remarked),
    ("grouped", Audit::Grouped),
    ("merged", Audit::Merged),
    ("renamed", Audit::Renamed),
    ("locked", Audit::Locked),
    ("unlocked", Audit::Unlocked),
    ("answered_all", Audit::AnsweredAll),
    ("took_back", Audit::TookBack),
    ("saved_canned", Audit::SavedCanned),
    ("removed_canned", Audit::RemovedCanned),
    ("edited_content", Audit::EditedContent),
    ("discarded_draft", Audit::DiscardedDraft),
    ("submitted_content", Audit::SubmittedContent),
    ("sent_content_back", Audit::SentContentBack),
    ("published_content", Audit::PublishedContent),
    ("confirmed_content", Audit::ConfirmedContent),
    ("restored_content", Audit::RestoredContent),
    ("learnt_categories", Audit::LearntCategories),
];
