//! The texts of the content's pages.

use super::texts;

#[rustfmt::skip]
texts! { Content {
    Area: "内容", "Content";
    Lead: "居民发数字、关键词或点菜单时看到的内容。修改先存为草稿，发布后 15 秒内生效。", "What residents see when they send a number or a keyword, or tap the menu. Changes go into a draft; once published they are live within 15 seconds.";
    Topics: "栏目", "Topics";
    NoTopics: "还没有栏目", "There are no topics yet";
    NoTopicsHint: "新建的栏目会出现在这里。也可以用 wenqu content import 导入一个目录。", "Topics that you add appear here. Or import a directory with wenqu content import.";
    AddTopic: "新建栏目", "Add a topic";
    AddBelow: "在下面新建", "Add below it";
    OnlyInDraft: "只在草稿里", "only in the draft";
    Updated: "更新于 {}（{}前）", "Updated {} ({} ago)";
    Fresh: "新鲜", "fresh";
    Due: "将过期", "due";
    Stale: "已过期，居民会看到提醒", "out of date, and residents read so";
    RedNear: "14 天红线剩 {} 天", "14-day red line in {} days";
    RedCrossed: "已过 14 天红线", "past the 14-day red line";
    AccountNear: "全号最近一次更新在 {} 天前：离“14 天未更新”红线还有 {} 天", "The newest update is {} days old: {} days to the 14-day red line";
    AccountCrossed: "全号已有 {} 天没有更新，超过 14 天会被通报", "Nothing was updated for {} days: inspections report accounts silent for more than 14";
    Promise: "承诺 {} 小时更新一次", "to be updated every {} hours";
    PromiseDays: "承诺 {} 天更新一次", "to be updated every {} days";
    OwnerIs: "责任 {}", "kept by {}";
    HasChinese: "中 ✓", "Chinese ✓";
    LacksChinese: "中 ✗", "Chinese ✗";
    HasEnglish: "英 ✓", "English ✓";
    LacksEnglish: "英 ✗", "English ✗";
    HasCard: "卡片", "card";
    Lapsed: "有效期已过", "expired";
    Edit: "编辑", "Edit";
    EditNumber: "编辑 {}", "Edit {}";
    Confirm: "内容无变化，确认有效", "Checked, nothing changed";
    Move: "移动或改编号", "Move or renumber";
    Remove: "删除", "Delete";
    More: "更多操作", "More";
    SectionAccount: "开场白与承诺", "Greetings and promise";
    SectionRules: "关键词规则", "Keyword rules";
    SectionEmergency: "紧急词", "Emergency words";
    SectionHours: "工作时间与节假日", "Hours and holidays";
    SectionVersions: "版本", "Versions";
    SectionReview: "检查并发布", "Review and publish";
    OtherParts: "其他内容", "Other parts";

    // the draft's bar
    DraftHas: "草稿有 {} 处修改，最后由 {} 于 {} 保存，居民还看不到。", "The draft has {} changes, last saved by {} at {}; residents don't see them yet.";
    DraftWaits: "{} 已提交审核", "{} has submitted it for review";
    DraftReturned: "{} 退回：{}", "{} sent it back: {}";
    NoDraft: "没有未发布的修改。", "There are no unpublished changes.";
    LiveVersion: "已发布第 {} 版", "Version {} is live";

    // the editor
    NewTopic: "新建栏目", "New topic";
    Number: "编号", "Number";
    NumberHint: "居民输入的数字，1 到 99", "What residents type, 1 to 99";
    Parent: "上级栏目", "Below";
    Top: "最上层", "The top";
    TitleZh: "标题（中文）", "Title (Chinese)";
    TitleEn: "标题（英文）", "Title (English)";
    BodyZh: "正文（中文）", "Text (Chinese)";
    BodyEn: "正文（英文）", "Text (English)";
    SourceZh: "来源单位（中文）", "Source (Chinese)";
    SourceEn: "来源单位（英文）", "Source (English)";
    Owner: "责任人", "Kept by";
    Usual: "代表的常见类别", "Usual kinds that it stands for";
    UsualHint: "勾选后，这几类问题会建议归入本栏目；名称相同的栏目不用勾选。", "Questions of the kinds that are ticked are suggested for this topic; a topic that is called so in Chinese needs no tick.";
    KindBuilding: "城乡建设", "Housing and building";
    KindEnvironment: "环境保护", "Environment";
    KindTransport: "交通运输", "Transport";
    KindEducation: "教育文体", "Education, culture, sport";
    KindWork: "劳动和社会保障", "Work and social security";
    KindTrade: "商贸旅游", "Trade and tourism";
    KindHealth: "卫生计生", "Health and family planning";
    FreshHours: "更新承诺（小时）", "Update promise (hours)";
    FreshHoursHint: "超过这么久没有更新，居民会看到“可能已过时”。不承诺就留空。", "After so long without an update residents read that it may be out of date. Leave it empty for no promise.";
    ValidUntil: "有效期至（日期）", "Valid until (date)";
    ValidUntilHint: "写成 2026-12-31，当天结束时过期。一直有效就留空。", "Write 2026-12-31: it expires when that day ends. Leave it empty if it stays valid.";
    Afterwards: "过期后", "Afterwards";
    LapseMark: "标注已过期", "say that it has expired";
    LapseHide: "隐藏", "hide it";
    CardKind: "显示为", "Shown as";
    CardNone: "文字", "text";
    CardArticle: "图文卡片", "article card";
    CardPicture: "图片", "picture";
    CardHint: "平台一次只能回一条：有答复要一起送出时，仍然用上面的文字。", "The platform takes one item a reply: when an answer goes with it, the text above is used.";
    CardTitleZh: "卡片标题（中文）", "Card title (Chinese)";
    CardTitleEn: "卡片标题（英文）", "Card title (English)";
    CardTextZh: "卡片摘要（中文）", "Card summary (Chinese)";
    CardTextEn: "卡片摘要（英文）", "Card summary (English)";
    Url: "点开的网址", "Address that a tap opens";
    PictureUrl: "封面图网址", "Address of its picture";
    MediaId: "图片的 media_id", "The picture's media_id";
    MediaHint: "平台素材库里永久图片素材的 id。", "The id of a permanent picture in the platform's library.";
    Save: "保存草稿", "Save the draft";
    Preview: "预览", "Preview";
    PreviewTitle: "手机上的样子", "As the phone shows it";
    PreviewZh: "中文居民", "A Chinese reader";
    PreviewEn: "英文居民", "An English reader";
    BodyBytes: "{}/{} 字节", "{} of {} bytes";
    WholeBytes: "整条回复 {}/2048 字节", "The whole reply: {} of 2048 bytes";
    Near: "接近上限", "near the limit";
    Over: "超过上限，会被截断", "over the limit: it would be cut";
    Tapped: "点开 {}", "opens {}";
    PictureShown: "图片 {}", "picture {}";
    Back: "返回内容", "Back to the content";
    Saved: "草稿已保存", "The draft is saved";
    Confirmed: "已确认有效，更新时间已刷新", "Confirmed: it counts as updated now";
    Removed: "已从草稿删除", "Deleted from the draft";
    Moved: "已移动", "Moved";

    // a conflict
    ConflictTitle: "您编辑时别人也改了这里", "Somebody else changed this while you were editing";
    Conflict: "您写的还在下面，没有保存。先看别人改成了什么，合并后再保存。", "What you wrote is below and was not saved. See what it has become meanwhile, merge, and save again.";
    Theirs: "现在保存的", "What is saved now";
    SaveAnyway: "用我的覆盖并保存", "Save mine over it";
    DraftMoved: "草稿或已发布的版本在您查看之后有变化。请看过现在的差异再操作。", "The draft or the live version has changed since you looked. See how they differ now, and decide again.";

    // move and delete
    MoveTitle: "移动栏目 {}", "Move topic {}";
    RemoveTitle: "删除栏目 {}？", "Delete topic {}?";
    RemoveHint: "它和它的 {} 个下级栏目会从草稿里删除；发布后居民就看不到了。以前的版本里还有。", "It goes from the draft with {} topics below it; once published, residents don't see it any more. Older versions keep it.";
    RemoveYes: "删除", "Delete it";
    KeepIt: "不删除", "Keep it";

    // account
    NameZh: "账号名称（中文）", "Account name (Chinese)";
    NameEn: "账号名称（英文）", "Account name (English)";
    GreetingZh: "首次关注的开场白（中文）", "Greeting to new followers (Chinese)";
    GreetingEn: "首次关注的开场白（英文）", "Greeting to new followers (English)";
    GreetingHint: "栏目列表、人工与紧急电话由系统接在后面。", "Topics, the way to an officer and emergency numbers follow by themselves.";
    WelcomeZh: "再次关注的开场白（中文）", "Greeting to who comes back (Chinese)";
    WelcomeEn: "再次关注的开场白（英文）", "Greeting to who comes back (English)";
    HoursZh: "人工服务时间的写法（中文）", "Office hours in words (Chinese)";
    HoursEn: "人工服务时间的写法（英文）", "Office hours in words (English)";
    PromiseMinutes: "承诺多少工作分钟内首次答复", "First answer promised within (working minutes)";

    // rules
    RulesLead: "从上到下，先命中的先用。紧急词、数字和“人工”等口令在规则之前。", "From top to bottom, the first that fits wins. Emergency words, numbers and commands come before them.";
    TryTitle: "输入一句话，看会触发什么", "Type a sentence and see what it triggers";
    TryLabel: "居民说的话", "What a resident says";
    Try: "试一试", "Try";
    TryIn: "按草稿试", "Tried with the draft";
    TryLive: "按已发布的内容试", "Tried with what is live";
    IsTopic: "显示栏目 {}", "Shows topic {}";
    IsList: "显示栏目列表", "Shows the list of topics";
    IsNoNumber: "没有这个编号，显示可选的栏目", "No such number: shows what there is";
    IsRule: "命中第 {} 条规则", "Rule {} fits";
    IsSpeak: "切换语言", "Switches the language";
    IsPerson: "转人工", "Asks for an officer";
    IsProgress: "查看自己的问题", "Shows the resident's own questions";
    IsWithdraw: "撤回问题", "Takes a question back";
    IsCourtesy: "客气话，自动回应", "A courtesy, answered by itself";
    IsEmergency: "命中紧急词：先回紧急电话，再登记为紧急问题", "An emergency word: first the emergency numbers, then it is registered as urgent";
    IsAsk: "不触发自动回复，登记为问题，由值班员答复", "Triggers nothing: it is registered as a question for an officer";
    IsNothing: "不回复", "No answer";
    NoRules: "还没有规则", "There are no rules yet";
    NoRulesHint: "例如：居民发“身份证”，就显示办事指南里的那一栏。", "For example: who sends “id card” is shown that topic.";
    AddRule: "新建规则", "Add a rule";
    RuleNumber: "规则 {}", "Rule {}";
    NewRule: "新建规则", "New rule";
    RuleWords: "词（每行一个）", "Words (one a line)";
    RuleMatch: "怎样算命中", "When it fits";
    MatchExact: "整句就是这个词", "the whole text is the word";
    MatchInside: "句子里出现就算", "the text contains the word";
    RuleShows: "显示栏目（编号，如 4-1）", "Show a topic (numbers, such as 4-1)";
    RuleShowsHint: "栏目和回复只填一个。", "Give either a topic or a reply.";
    ReplyZh: "回复（中文）", "Reply (Chinese)";
    ReplyEn: "回复（英文）", "Reply (English)";
    Earlier: "上移", "Move up";
    SaysReply: "回复文字", "says a text";

    // emergency
    EmergencyLead: "居民的话里出现这些词，先回紧急电话，问题标为紧急。", "When a text contains one of these words, the emergency numbers come first and the question counts as urgent.";
    EmergencyWords: "紧急词（每行一个）", "Emergency words (one a line)";

    // hours
    HoursLead: "答复承诺按这里的工作时间计算。", "Promises are computed with these hours.";
    Weekly: "每周班次", "Weekly shifts";
    ShiftHint: "写成 08:30-12:00, 14:00-17:30；不上班就留空。", "Write 08:30-12:00, 14:00-17:30; leave it empty for no work.";
    Monday: "周一", "Monday";
    Tuesday: "周二", "Tuesday";
    Wednesday: "周三", "Wednesday";
    Thursday: "周四", "Thursday";
    Friday: "周五", "Friday";
    Saturday: "周六", "Saturday";
    Sunday: "周日", "Sunday";
    Years: "节假日与调休", "Holidays and make-up days";
    YearOf: "{} 年", "{}";
    YearHas: "放假 {} 天，调休上班 {} 天", "{} days off, {} make-up days";
    YearEmpty: "还没有填。通知一般在前一年 11 月公布。", "Not filled in yet. The notice is published in November of the year before.";
    FillIn: "填写或导入 {} 年", "Fill in or import {}";
    YearTitle: "{} 年的放假调休", "Days off in {}";
    Holidays: "放假日（每行一个日期）", "Days off (one date a line)";
    MakeUpDays: "调休上班日（每行一个日期）", "Make-up days (one date a line)";
    DateHint: "写成 2027-01-01", "Write 2027-01-01";
    ImportTitle: "从通知导入", "Import from the notice";
    ImportLabel: "粘贴国务院办公厅的通知，或 CSV", "Paste the State Council's notice, or CSV";
    ImportHint: "CSV 每行“2027-01-01,休”或“2027-01-09,班”。星期和天数会与日历核对；读出的日期先填进上面，保存前请看一遍。", "CSV has lines such as 2027-01-01,off or 2027-01-09,work. Weekdays and numbers of days are compared with the calendar; what is read is put above for you to look at before you save.";
    Import: "读取", "Read it";
    Imported: "读出放假 {} 天、调休上班 {} 天，已填在下面，还没有保存", "{} days off and {} make-up days were read and filled in below; nothing is saved yet";

    // review
    ReviewLead: "草稿与已发布的第 {} 版的差异。", "How the draft differs from version {}, which is live.";
    NoChanges: "草稿与已发布的内容相同。", "The draft is the same as what is live.";
    Findings: "检查", "Checks";
    FindingsFine: "没有问题", "Nothing is wrong";
    FindingError: "必须改", "must be mended";
    FindingWarning: "提醒", "warning";
    Changes: "修改", "Changes";
    Why: "修改说明", "Why";
    WhyHint: "写给以后查版本的人看，可不填。", "For who looks through the versions later; may be left empty.";
    Publish: "发布给居民", "Publish to residents";
    Submit: "提交审核", "Submit for review";
    SubmitNote: "给审核人的说明", "A note to the reviewer";
    SendBack: "退回修改", "Send back";
    Reason: "退回原因", "Why it is sent back";
    Discard: "放弃草稿", "Discard the draft";
    DiscardHint: "所有未发布的修改都会丢掉。", "All unpublished changes are lost.";
    Published: "已发布第 {} 版，15 秒内生效", "Version {} is published and live within 15 seconds";
    Submitted: "已提交审核", "Submitted for review";
    SentBack: "已退回", "Sent back";
    Discarded: "草稿已放弃", "The draft is gone";
    PolicyTitle: "发布规则", "Rule of publishing";
    PolicyOn: "双人复核：编辑过草稿的人不能自己发布", "Two people: who edited the draft can't publish it";
    PolicyOff: "有发布权限的人可以发布自己的修改", "Who may publish may publish their own changes";
    TurnOn: "改为双人复核", "Require two people";
    TurnOff: "不再要求双人复核", "Don't require two people any more";
    PolicySaved: "发布规则已保存", "The rule is saved";

    // versions
    VersionTitle: "第 {} 版", "Version {}";
    VersionLive: "正在使用", "live";
    ByCommand: "由命令行发布", "published by the command line";
    ByPerson: "{} 于 {} 发布", "published by {} at {}";
    EditedBy: "编辑 {}", "edited by {}";
    RestoredFrom: "退回到第 {} 版的内容", "says again what version {} said";
    ConfirmedTopic: "确认栏目 {} 有效", "confirms topic {}";
    VersionLead: "与前一版的差异。", "How it differs from the one before.";
    NoDifference: "内容与前一版相同。", "It says the same as the one before.";
    Restore: "退回到这一版", "Go back to this version";
    RestoreHint: "会发布一个与第 {} 版相同的新版本；现在的版本仍然保留。", "Publishes a new version that is the same as version {}; today's is kept.";
    Restored: "已退回，第 {} 版正在使用", "Done: version {} is live";
    NoVersions: "还没有发布过", "Nothing has been published yet";
    Older: "更早的版本", "Older versions";
    PartTopic: "栏目 {}", "Topic {}";
    PartKnown: "常见问答 {}", "Known answer {}";

    // known answers
    SectionKnown: "常见问答", "Known answers";
    KnownLead: "居民问到同样的事时，先给出匹配的问题和答案，并问“解决了吗”；拿不准时最多列三个让居民选，其余转值班员。改动与其他内容一起发布。", "Who asks the same is shown the question that was understood with its answer, and asked whether that helps; when it is not sure, up to three to choose from; all else goes to an officer. Changes are published with the rest of the content.";
    AddKnown: "新建问答", "Add a known answer";
    NoKnown: "还没有常见问答", "There are no known answers yet";
    NoKnownHint: "新建的问答会出现在这里；下面“该写的内容”列出多人问过、还没有答案的事。", "What you add appears here; below, “Next content” lists what several residents asked and nothing answers.";
    NewKnown: "新建常见问答", "New known answer";
    QuestionZh: "问题（中文）", "Question (Chinese)";
    QuestionEn: "问题（英文）", "Question (English)";
    Variants: "其他问法（每行一个，中英文都可以）", "Other ways to ask it (one a line, in either language)";
    VariantsHint: "居民平时怎么说就怎么写，越像越好找。", "As residents say it: the nearer, the better it is found.";
    AnswerZh: "答案（中文）", "Answer (Chinese)";
    AnswerEn: "答案（英文）", "Answer (English)";
    ReviewOn: "复核日期", "To be looked at again on";
    ReviewOnHint: "写成 2027-06-30。过了这一天会标红提醒，居民仍然能看到。", "Write 2027-06-30. After that day it is marked; residents still get it.";
    ExpiresOn: "有效期至（可不填）", "Offered until (may be left empty)";
    ExpiresOnHint: "写成 2027-06-30。过了这一天不再给居民，相同的问题转值班员。", "Write 2027-06-30. After that day it is offered no more, and the question goes to an officer.";
    KnownTopic: "所属栏目（编号，如 4-1，可不填）", "Topic (numbers, such as 4-1, or nothing)";
    ReviewBy: "复核 {}", "look at it again by {}";
    ReviewDue: "该复核了：{}", "to be looked at again since {}";
    KnownUntil: "有效期至 {}", "until {}";
    KnownOver: "已于 {} 过期，不再给居民", "offered no more since {}";
    KnownCounts: "给出 {} 次 · 解决 {} · 转人工 {}", "shown {} times · helped {} · officer asked {}";
    KnownDue: "{} 条常见问答该复核", "{} known answers are to be looked at again";
    RemoveKnown: "删除“{}”", "Delete “{}”";
    NextAnswers: "该写的内容", "Next content";
    NextLead: "多位居民问过、还没有常见问答的事，问的人多的在前。", "What several residents asked and no known answer says, the most asked first.";
    NoNext: "目前没有多人问而没有答案的事。", "Nothing that several residents asked is without an answer.";
    AskedBy: "{} 人问过", "asked by {} residents";
    WriteIt: "写成常见问答", "Make it a known answer";
    WriteItAbout: "把“{}”写成常见问答", "Make “{}” a known answer";
    FromGroup: "问题和答案取自同类问题，称呼等个人变量、身份证号和手机号已隐去。保存前请再看一遍：姓名、住址、个别情况都要去掉。", "Question and answer come from the group; names and the like, identity and mobile numbers are removed. Look through it before you save: no name, no address, nothing of one person may stay.";
    Synonyms: "同义词（每行一组，用“=”隔开）", "Words that mean the same (one set a line, with “=” between them)";
    SynonymsHint: "例如：停水 = 断水 = 没水。查找常见问答时当作同一个词。", "For example: dog licence = dog permit. They count as one word when a known answer is looked for.";
    TryKnown: "给出常见问答：{}", "Offers the known answer: {}";
    TryListed: "列出可能的问题：{}", "Lists what may be meant: {}";
    PartRule: "规则 {}", "Rule {}";
    PartMenu: "菜单按钮", "Menu buttons";
} }
