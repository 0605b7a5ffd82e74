//! The texts of the inbox's filter.

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
    Mine: "我的", "Mine";
    NothingFits: "没有符合条件的问题", "No question fits";
    NothingFitsHint: "可以放宽条件，或者清除条件查看全部。", "Widen the filter, or show all.";
    GoOn: "还没找完，接着找", "Not all was looked through: go on";
}}
