//! The help page: one page, for an officer's first day.

use super::texts;

#[rustfmt::skip]
texts! { Help {
    Title: "使用帮助", "How to use this";
    InboxTitle: "收件箱", "The inbox";
    Inbox1: "居民在服务号里提出的问题都在这里，等待最久的排在最前。每一行写明等了多久、承诺几时答复、谁在处理。", "All that residents ask the account is here, whoever waits longest first. Each row says how long they have waited, what was promised, and who has it.";
    Inbox2: "“接入”表示由您负责，同事会看到；做不了就“退回”。两人同时接入时只有一人成功，另一人会看到是谁。", "“Take” makes a question yours, and colleagues see it; give it back if you can't do it. When two take it at once, one of them gets it and the other is told who.";
    Inbox3: "勾选左侧的方框，可以把几个问题一起交给同事或一起结束。“搜索”能找到最近 12 个月里居民和同事说过的话、编号和备注名，中文只写一部分也可以。", "Tick the boxes at the left to give several questions to a colleague, or end them, at once. “Search” finds numbers, remarks and what residents and colleagues said in the last twelve months; a part of a word will do.";
    AnswerTitle: "答复", "Answering";
    Answer1: "居民来信后 48 小时内，平台允许主动发送几条消息。输入框上方写着到几时、还有几条。过了时间或条数用完也可以写：系统会在居民下次联系时送出。", "For 48 hours after a resident writes, the platform lets us send a few messages. The line above the field says until when and how many. You can write later too: the answer then goes out at the resident's next contact.";
    Answer2: "您写答复时，居民或同事又发了新内容，答复不会发出，而是连同新内容一起给您看，再由您决定修改或仍然发送。写的内容不会丢。", "When something new comes in while you write, your answer is not sent: you see what is new together with what you wrote, and decide. Nothing you write is lost.";
    Answer3: "输入法选字时按回车不会发送。", "Enter never sends while an input method is composing.";
    StateTitle: "送达状态", "What became of an answer";
    State1: "“已送达”是平台确认收到；“已随回复送出”是随自动回复一起送出；“等待下次联系时送出”是现在发不了，但不会丢；“结果不明”是平台没有答复，居民可能已经收到，请您决定重发还是不发；“未送达”会写明原因和办法。", "“Delivered”: the platform confirmed it. “Went out with a reply”: it rode on an automatic reply. “Goes out at the next contact”: it can't be sent now and is kept. “Outcome unknown”: the platform gave no answer, the resident may have it, and you decide. “Not delivered” says why and what to do.";
    NoteTitle: "内部备注", "Internal notes";
    Note1: "黄底带锁的是内部备注，只有值班员看得到，不会发给居民。", "What is yellow with a lock is an internal note: only officers see it, it never goes to a resident.";
    EndTitle: "结束", "Ending";
    End1: "答复完请点“结束”，或用“发送并结束”。结束后居民再提问，会成为新的问题。", "End a question once it is answered, or use “Send and end”. What the resident asks afterwards is a new question.";
    PrivacyTitle: "个人信息", "Personal data";
    Privacy1: "查看会话会记入审计。请不要把居民的话和联系方式抄到别处；也不要在答复里索要身份证号。", "Reading a thread is recorded. Don't copy what residents say or their contacts elsewhere, and don't ask for identity numbers in an answer.";
    DisplayTitle: "大字、语言和键盘", "Larger text, language and keyboard";
    Display1: "页面顶部可以换成大字或英文，本机会记住。全部操作都可以只用键盘完成：Tab 键移动，回车键确认。", "At the top of each page you can choose larger text or Chinese; this browser remembers it. Everything can be done by keyboard alone: Tab moves, Enter confirms.";
    TroubleTitle: "出了问题", "When something goes wrong";
    Trouble1: "页面写着参考编号时，请把编号告诉管理员。忘记密码、需要更多权限，也请联系管理员。", "If a page shows a reference, give it to an administrator. Ask an administrator too when you have forgotten your password or need a permission.";
}}
