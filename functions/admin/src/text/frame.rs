//! The texts around every page: tools at the top, navigation, keys.

use super::texts;

#[rustfmt::skip]
texts! { Frame {
    Larger: "大字", "Larger text";
    Smaller: "标准字号", "Normal text";
    Help: "帮助", "Help";
    More: "更多", "More";
    Areas: "主导航", "Areas";
    Tools: "显示与帮助", "Display and help";
    Account: "账号", "Account";
    SignedInAs: "登录名 {}", "Signed in as {}";
    OperatedBy: "本系统由{}运营", "Operated by {}";
    Display: "显示", "Display";
    AllAreas: "全部栏目", "All areas";
    Paused: "20 分钟没有操作，已暂停更新。点此继续", "Nothing was done for 20 minutes, updates have stopped: go on";

    // keys
    Keys: "键盘快捷键", "Keyboard shortcuts";
    KeysHint: "单个字母的快捷键只在光标不在输入框时起作用。", "Single keys work while no field has the cursor.";
    KeysOn: "单键快捷键已开启", "Single keys are on";
    KeysOff: "单键快捷键已关闭", "Single keys are off";
    TurnOff: "关闭单键快捷键", "Turn single keys off";
    TurnOn: "开启单键快捷键", "Turn single keys on";
    Key: "按键", "Key";
    Does: "作用", "What it does";
    Close: "关闭", "Close";
    KeyHelp: "打开这张表", "Show this table";
    KeySearch: "到搜索框", "To the search field";
    KeyNext: "列表中的下一行", "Next row of a list";
    KeyPrevious: "列表中的上一行", "Previous row of a list";
    KeyOpen: "打开这一行", "Open the row";
    KeySelect: "选中或取消这一行", "Select the row, or not";
    KeyReply: "写答复", "Write an answer";
    KeyNote: "写内部备注", "Write an internal note";
    KeyTake: "接入", "Take the question";
    KeyEnd: "结束", "End the question";
    KeyBack: "返回列表", "Back to the list";
    KeySibling: "上一个、下一个问题", "Previous and next question";
    KeySend: "发送答复（在输入框里）", "Send the answer (in its field)";
    KeyEscape: "关闭弹出的选择框", "Close a list that has opened";
    KeyArea: "到“{}”", "To “{}”";
}}
