//! The texts of groups: questions that ask the same.

use super::texts;

#[rustfmt::skip]
texts! { Groups {
    Title: "同类问题", "Questions that ask the same";
    Lead: "问同一件事的问题会自动归到一组，写一次答复，每位居民各收到一条。对话不会合并，居民看不到彼此。", "Questions about the same matter are put together. Write one answer, and each resident gets it privately. Conversations are never merged; residents don't see one another.";
    Empty: "还没有同类问题", "No questions ask the same yet";
    EmptyHint: "两位居民问同一件事时，会出现在这里。", "When two residents ask about the same matter, they appear here.";
    Hot: "热点", "Hot topics";
    HotHint: "至少 4 位居民在问，而且最近 24 小时明显比前 7 天多。每 10 分钟更新。", "At least 4 residents ask it, and in the last 24 hours clearly more than in the 7 days before. Updated every 10 minutes.";
    HotCounts: "最近 24 小时 {} 位居民 · 前 7 天合计 {} 位", "{} residents in the last 24 hours · {} in the 7 days before";
    HotLine: "热点 {} 个 →", "Hot topics: {} →";
    Counts: "{} 个问题 · {} 位居民 · 最近加入 {}", "{} questions · {} residents · last one {}";
    Languages: "中文 {} · 英文 {}", "Chinese {} · English {}";
    Wait: "{} 个待接入", "{} waiting";
    WaitAtLeast: "至少 {} 个待接入", "{} waiting or more";
    Locked: "已锁定", "Locked";
    Untitled: "（没有标题）", "(no title)";
    Members: "组里的问题", "Questions of this group";
    TakeOut: "移出本组", "Take out";
    More: "找还没归入本组的问题", "Find more that may belong";
    MoreTitle: "可能属于 {} 的未结问题", "Open questions that may belong to {}";
    MoreHint: "在最近的 600 个未结问题里按内容找相近的（30 天以内），最多 20 个，最像的在前。勾选后归入本组；值班员移出过的不再列出。", "Looked for by what they say in the 600 latest open questions of the last 30 days, at most 20, the most alike first. Tick those that belong; what an officer took out is not listed again.";
    MoreNone: "没有找到相近的未结问题", "No open question is near it";
    MoreNoneHint: "说法不同的，可以在收件箱里勾选后归为同类。", "What is said in other words can be ticked in the inbox and put together.";
    MoreToInbox: "去收件箱", "To the inbox";
    PutIn: "把选中的归入本组", "Put those ticked into this group";
    Why: "相似 {}%", "{}% alike";
    Words: "相同的词：{}", "Words in common: {}";
    ByOfficer: "由值班员归入", "Put here by an officer";
    First: "第一个", "The first";

    Rename: "标题", "Title";
    RenameHint: "只有值班员看得到", "Only officers see it";
    SaveTitle: "保存标题", "Save the title";
    Lock: "锁定：新问题不再自动加入", "Lock: nothing joins by itself";
    Unlock: "解除锁定", "Unlock";
    Merge: "并入另一组", "Put into another group";
    MergeHint: "写另一组的编号，例如 G-7F3AK9：本组的问题都归到那一组，不能撤销", "Write the other group's number, such as G-7F3AK9: all questions of this group go there, and that can't be undone";
    MergeInto: "另一组", "The other group";
    DoMerge: "并入", "Put into it";

    Answer: "答复全组", "Answer all";
    AnswerHint: "发给每位居民时自动换成实际内容：", "Filled in for each resident:";
    Chinese: "中文答复", "Answer in Chinese";
    English: "英文答复", "Answer in English";
    Sign: "加署名", "Sign it";
    End: "同时结束这些问题", "End these questions too";
    Check: "检查", "Check";
    CheckTitle: "发送前检查", "Check before you send";
    Now: "现在送达", "Get it now";
    Later: "等下次联系时随回复送出", "Get it with their next contact";
    Over: "已答复或已结束，跳过", "Skipped: answered or over";
    Unseen: "还有 {} 个问题没有逐个查看，也会发送", "{} more questions were not looked at one by one; they get it too";
    NobodyHere: "没有", "None";
    Back: "返回修改", "Go back and change it";
    Send: "发送给 {} 个问题", "Send to {} questions";
    SendHint: "10 秒内可以撤回；之后逐条送出，不能撤回。", "For 10 seconds it can be taken back; then it goes out one by one and can't.";

    Sent: "{} 于 {} 发出", "{} sent it {}";
    Held: "10 秒后开始发送", "Sending begins within 10 seconds";
    TakeBack: "撤回", "Take it back";
    TakenBack: "已撤回，没有发送给任何人", "Taken back: nobody got it";
    Spreading: "已写入 {} 个问题，跳过 {} 个", "Written to {} questions, {} skipped";
    Done: "已写入全部 {} 个问题，跳过 {} 个；送达情况见各个问题", "Written to all {} questions, {} skipped; see each question for its delivery";
    Answers: "发给全组的答复", "Answers to all";

    DidMove: "问题已移动", "The question was moved";
    DidRename: "标题已保存", "The title is saved";
    DidLock: "已锁定", "The group is locked";
    DidUnlock: "已解除锁定", "The group is unlocked";
    DidMerge: "两组已合并", "The groups are one now";
    DidReuse: "已把同类答案放进草稿，请检查后发送", "The group's answer is in your draft: check it, then send";
    DidSend: "答复已登记，10 秒后开始发送", "The answer is on its way: sending begins in 10 seconds";
    DidTakeBack: "已撤回", "It was taken back";

    Beside: "同类问题", "Questions like this";
    Alone: "目前没有人问同一件事", "Nobody else asks this so far";
    NotCompared: "还没有比对，稍后刷新", "Not compared yet: reload in a moment";
    Put: "归入别的组", "Put it with others";
    PutInto: "组或问题的编号", "Number of a group or a question";
    PutHint: "例如 G-7F3AK9，或同一件事的问题 Q-7F3AK9-X", "Such as G-7F3AK9, or Q-7F3AK9-X of a question about the same";
    DoPut: "归入", "Put it there";
    Chip: "同类 ×{}", "×{} alike";
    Maybe: "可能与 {} 是同一件事（相似 {}%）。", "May be the same as {} ({}% alike).";
    Join: "归入这一组", "Put it there";
    Leave: "移出这一组", "Take it out";
    UseAnswer: "用同类答案", "Use the group's answer";
    LastAnswer: "这一组最近的答复", "The group's last answer";
}}
