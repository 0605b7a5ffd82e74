//! The texts of the thread's tools: giving, filing, drafts, canned responses, pictures, who else is here.

use super::texts;

#[rustfmt::skip]
texts! { Desk {
    // head
    Previous: "上一个", "Previous";
    Next: "下一个", "Next";
    Neighbours: "列表里的其他问题", "Other questions of the list";
    Present: "在看这个问题的同事", "Colleagues who have this question open";
    Views: "{} 正在查看", "{} is looking at this";
    Writes: "{} 正在回复", "{} is writing an answer";
    Filed: "栏目 {}", "Topic {}";
    Assigned: "{} 把问题交给了 {}", "{} gave the question to {}";

    // beside the thread
    Handling: "处理", "Handling";
    GiveTo: "交给", "Give to";
    Give: "交给这位同事", "Give the question";
    Nobody: "（请选择）", "(choose)";
    File: "归入栏目", "File under";
    SaveFile: "保存栏目", "Save the topic";
    SuggestedSafe: "建议（已预选，保存前请核对）：", "Suggested (chosen already: check it before you save): ";
    SuggestedMaybe: "建议（不太确定）：", "Suggested (not sure): ";
    Unit: "负责单位：", "Unit: ";
    NoTopic: "未归类", "None";
    RemarkHint: "只有值班员看得到，用来认出同一位居民", "Only officers see it; it tells this resident from others";
    SaveRemark: "保存备注名", "Save the remark";
    PastQuestions: "这位居民的其他问题", "Other questions of this resident";
    OpenMap: "打开地图（腾讯地图，新窗口）", "Open the map (Tencent Maps, new window)";

    // composer
    SendAndNext: "发送并下一条", "Send and next";
    SaveDraft: "存草稿并预览", "Save draft and preview";
    DraftKept: "草稿已于 {} 保存", "Draft saved {}";
    DraftSavedNow: "草稿已保存", "Draft saved";
    DraftNotSaved: "草稿没有存上，请先复制内容", "The draft could not be saved: copy your text";
    Canned: "快捷回复", "Canned response";
    CannedHint: "在输入框里打 / 也可以选", "Or type / in the field";
    Insert: "插入", "Insert";
    CannedChoices: "快捷回复列表", "Canned responses";
    CannedFound: "找到 {} 条快捷回复", "{} canned responses found";
    CannedNone: "没有这样的快捷回复", "No such canned response";
    Picture: "附一张图片", "Add a picture";
    PictureHint: "jpg 或 png，不超过 4 MB；会另发一条消息", "JPEG or PNG of at most 4 MB; it goes out as a message of its own";
    PictureTooLarge: "图片超过 4 MB：请换一张小一些的", "The picture is larger than 4 MB: choose a smaller one";
    PictureNoWay: "本号设为不主动发送，发不了图片", "By its settings this account sends nothing by itself, so no picture can be sent";
    SentPicture: "我们发给居民的图片", "Picture that we sent to the resident";
    PictureUnknown: "图片不能标明可能重复，所以不能重发：请先问居民有没有收到，没有再重新附图发送。", "A picture can't be marked as a possible repeat, so it is not sent again: ask the resident whether they have it, and if not send it as a new answer.";
    Preview: "预览（居民手机上的样子）", "Preview (as the resident's phone shows it)";
    PreviewEmpty: "写下内容后，这里显示居民看到的样子", "Write something to see it as the resident will";
    KeepAsCanned: "存为快捷回复", "Keep as a canned response";

    // what was done
    DidAssign: "已交给同事", "The question was given to your colleague";
    DidFile: "栏目已保存", "The topic is saved";
    DidRemark: "备注名已保存", "The remark is saved";
    DidDraft: "草稿已保存，30 天内有效；还没有发送", "The draft is saved for 30 days; nothing has been sent";
    DidInsert: "已插入快捷回复，请检查后发送", "The canned response is inserted: check it, then send";
    DidAnswerAndNext: "上一条答复已保存，正在送出。这是等待最久的问题。", "Your answer is saved and on its way. This is the question that waits longest.";

    // canned responses
    CannedTitle: "快捷回复", "Canned responses";
    CannedIntro: "常用的答复写在这里，答复时打 / 加代码、标题或拼音首字母就能插入。", "Keep what is often answered here. In an answer, type / and the code, title or initials to insert it.";
    CannedEmpty: "还没有快捷回复", "No canned response yet";
    CannedEmptyHint: "点“新建”写第一条，例如代码 lnk、标题“老年卡”。也可以在会话里把发过的答复存为快捷回复。", "Choose “New” to write the first, such as code “card”, title “Senior card”. Or keep an answer that you sent, from its thread.";
    NewCanned: "新建", "New";
    EditCanned: "修改快捷回复 {}", "Change canned response {}";
    WriteCanned: "新建快捷回复", "New canned response";
    Code: "代码", "Code";
    CodeHint: "1 至 20 个小写字母、数字或 -，例如 lnk", "1 to 20 of a-z, 0-9 and -, such as card";
    Title: "标题", "Title";
    TextZh: "中文内容", "Chinese text";
    TextEn: "英文内容", "English text";
    TextEnHint: "没有英文时，英文提问也用中文内容", "Without it the Chinese text is used for English questions too";
    VariablesHint: "可用变量，插入时自动换成实际内容：", "Variables, filled in when the text is inserted:";
    VariableAddress: "备注名，没有则为“居民朋友”", "the resident's remark, else “resident”";
    VariableNumber: "问题编号", "the question's number";
    VariableHours: "工作时间", "office hours";
    VariableDeadline: "承诺答复的时间，没有或已过则为“尽快”", "the promised time, or “as soon as possible” when there is none or it has passed";
    Category: "栏目", "Topic";
    CategoryHint: "归入同一栏目的问题会先列出它", "Questions of the same topic list it first";
    AnyTopic: "不限", "Any";
    Initials: "拼音首字母", "Initials";
    InitialsHint: "不填则按标题自动生成", "Left empty, they are made from the title";
    Used: "用过 {} 次", "used {} times";
    SaveCanned: "保存", "Save";
    Change: "修改", "Change";
    Remove: "删除", "Remove";
    RemoveAsk: "删除这条快捷回复？已经发出的答复不受影响。", "Remove this canned response? Answers that were sent stay as they are.";
    RemoveYes: "确认删除", "Remove it";
    DidSaveCanned: "快捷回复已保存", "The canned response is saved";
    DidRemoveCanned: "快捷回复已删除", "The canned response is removed";
    BackToCanned: "返回快捷回复", "Back to canned responses";
}}
