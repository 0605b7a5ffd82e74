//! The texts of the inbox's filter, its rows and what is done to several questions at once.

use super::texts;

#[rustfmt::skip]
texts! { ListText {
    Filter: "筛选", "Filter";
    Filtered: "筛选（已生效）", "Filter (in force)";
    Topic: "栏目", "Topic";
    AnyTopic: "全部栏目", "All topics";
    Language: "语言", "Language";
    AnyLanguage: "全部语言", "All languages";
    Chinese: "中文", "Chinese";
    English: "英文", "English";
    Whose: "处理人", "Who has it";
    Anybody: "不限", "Anybody";
    From: "从哪一天", "From day";
    To: "到哪一天", "To day";
    Files: "附件", "Attachments";
    AnyFiles: "不限", "With or without";
    WithFiles: "带附件", "Only with attachments";
    Show: "按条件显示", "Show these";
    Clear: "清除条件", "Show all";
    FindHint: "编号、词语、备注名", "Number, words, remark";
    Mine: "我的", "Mine";
    NothingFits: "没有符合条件的问题", "No question fits";
    NothingFitsHint: "可以放宽条件，或者清除条件查看全部。", "Widen the filter, or show all.";
    GoOn: "还没找完，接着找", "Not all was looked through: go on";

    // tabs
    AllOpen: "全部未结", "All open";
    DueSoon: "快超时", "Due soon";
    NoOpen: "没有未结的问题", "No question is open";
    NoDue: "没有快超时的问题", "Nothing is due soon";
    NoDueHint: "承诺时间已过或不到 1 小时、还没有答复的问题会出现在这里。", "Questions without an answer whose promised time has passed, or comes within an hour, appear here.";

    // rows
    Pick: "选中 {}", "Select {}";
    HasLeft: "已取消关注", "No longer follows";
    WindowEnds: "还可主动发送 {}", "Can be sent to for {}";
    OneLeft: "只剩 1 条", "1 message left";
    WindowOver: "现在不能主动发送", "Nothing can be pushed now";
    Alike: "同类 {}", "{} alike";
    MaybeAlike: "可能同类", "Maybe alike";
    NoneLeft: "可主动发送的条数已用完", "The messages allowed are used up";

    // several at once
    Bulk: "对选中的问题", "With the questions selected";
    BulkHint: "在列表左侧勾选问题，再选择要做什么。", "Tick questions at the left of the list, then choose what to do.";
    PickAll: "选中本页全部", "Select the whole page";
    GiveAll: "把选中的交给这位同事", "Give them to this colleague";
    IntoGroup: "归入哪一组（可不填）", "Which group (may be left empty)";
    IntoGroupHint: "写一组或一个问题的编号，例如 G-7F3AK9。不填：归入选中问题里最大的一组；都没有组时成为新的一组。只移动选中的问题。", "A group's or a question's number, such as G-7F3AK9. Empty: the largest group that one of them is in, or a new one. Only the questions selected are moved.";
    PutTogether: "归为同类", "Put together";
    DidGroup: "已把 {} 个问题归为同类：", "Put together: {}, in";
    OutOfOthers: "其中 {} 个原来在别的组，已移到这一组：", "Taken out of another group for it: {}";
    WhyErased: "内容已经删除，不能归组", "what it said was erased: it belongs to no group";
    EndAll: "结束选中的问题", "End them";
    EndAsk: "结束 {} 个问题？", "End these questions ({})?";
    EndHint: "结束后不能再答复；已经写好的答复仍会送出。居民再次提问会成为新的问题。", "An ended question takes no more answers; answers that are on their way still go out. What a resident asks next is a new question.";
    EndNow: "结束这 {} 个问题", "End them ({})";
    DontEnd: "返回，不结束", "Go back without ending";
    DidAssign: "已把 {} 个问题交给同事", "Given to your colleague: {}";
    DidEnd: "已结束 {} 个问题", "Ended: {}";
    NotDone: "{} 个问题没有处理", "Left as they are: {}";
    WhyOver: "已经结束", "is over already";
    WhyGone: "已不存在", "a question that does not exist any more";
    NoMore: "这一页已经没有问题", "Nothing is left on this page";
    NoMoreHint: "前面几页可能还有：请回到第一页。", "There may be some on the pages before: go to the first one.";
    WhyUnsure: "不确定是否已处理，请打开看最新状态", "it may have been done or not: open it to see";
    WhyBusy: "正在被别人修改或系统繁忙，请再试一次", "others were changing it, or the system is busy: try again";
}}
