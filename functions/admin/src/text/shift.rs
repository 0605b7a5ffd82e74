//! The texts of the hand-over.

use super::texts;

#[rustfmt::skip]
texts! { Shift {
    Title: "交接班", "Hand-over";
    Everyone: "全部", "Everyone's";
    Mine: "我的", "Mine";
    Whose: "谁的问题", "Whose questions";
    Summary: "未答复 {} 个，其中超时 {} 个、今天到期 {} 个；异常 {} 项", "{} unanswered, {} of them overdue, {} due today; {} stuck";
    PrintHint: "可直接打印本页。", "This page can be printed.";
    Overdue: "已超时", "Overdue";
    Today: "今天到期", "Due today";
    Later: "之后到期", "Due later";
    Unpromised: "没有承诺时间", "Without a promise";
    Answered: "已答复，还没有结束", "Answered and not ended";
    Awaiting: "等居民联系时送出的答复", "Answers that wait for their resident";
    None: "没有", "None";
    More: "数量太多，只显示等待最久的一部分。", "There are too many: only those that wait longest are shown.";
    Question: "问题", "Question";
    Promise: "期限", "Deadline";
    Holder: "负责人", "With";
    Text: "内容", "Text";
    Written: "写于", "Written";
    Reason: "等待原因", "Why it waits";
    NotesOf: "{} 的备注", "Notes of {}";
    NoNotes: "这一天没有备注", "No notes on this day";
    NoteLabel: "写给下一班", "For the next shift";
    NoteHint: "只有值班员看得到。写下后不能修改，保留作者和时间。", "Only officers see it. It can't be changed afterwards, and keeps author and time.";
    SaveNote: "保存备注", "Save note";
    DayBefore: "前一天", "The day before";
    DayAfter: "后一天", "The day after";
    BackToday: "今天", "Today";
    DidNote: "备注已保存", "The note is saved";
}}
