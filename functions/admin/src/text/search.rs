//! The texts of the search.

use super::texts;

#[rustfmt::skip]
texts! { SearchText {
    Title: "搜索", "Search";
    Words: "要找的内容", "What to look for";
    WordsHint: "编号、居民或我方说过的词（中文可只写一部分）、备注名。也可以写 @登录名 或 分类:4.1。", "Numbers, words of either side, remarks. Or @name for an officer, topic:4.1 for a topic.";
    Officer: "处理人或写过答复、备注的同事", "Who has it, or wrote something to it";
    AskedFrom: "从哪一天提出", "Asked from day";
    AskedTo: "到哪一天", "To day";
    MonthsHint: "不写起始日期时，搜索最近 12 个月。", "Without a first day, the last twelve months are searched.";
    Find: "搜索", "Search";
    Clear: "重新搜索", "Search again";
    FoundSome: "找到 {} 个问题（{} 起提出的）", "Questions found: {} (asked since {})";
    FoundNone: "没有找到", "Nothing was found";
    FoundNoneHint: "可以少写几个词，或者填一个更早的起始日期。", "Use fewer words, or an earlier first day.";
    Elsewhere: "在答复、备注或备注名中", "In an answer, a note or the remark";
    AskedAt: "提出", "Asked";
}}
