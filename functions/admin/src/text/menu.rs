//! The texts of the account's menu.

use super::texts;

#[rustfmt::skip]
texts! { MenuText {
    Menu: "菜单", "Menu";
    Intro: "居民在聊天窗口底部看到的菜单：最多 3 列，每列最多 5 项。", "The menu at the bottom of residents' chats: at most 3 columns of at most 5.";

    // the draft
    Draft: "草稿", "Draft";
    EditedBy: "{} 由 {} 修改", "Changed {} by {}";
    NoDraft: "还没有草稿。可以从头添加，也可以先看看平台上现在的菜单再取为草稿。", "There is no draft yet. Add columns, or look at the platform's menu and take it over.";
    Column: "第 {} 列", "Column {}";
    Item: "第 {} 列第 {} 项", "Column {}, item {}";
    Name: "名称", "Name";
    Kind: "点按后", "A tap";
    Key: "显示", "Shows";
    Url: "网址", "Address";
    Bytes: "{} / {} 字节", "{} of {} bytes";
    KindClick: "显示栏目或功能", "shows a topic or a function";
    KindView: "打开网页", "opens a page";
    KindScan: "扫码", "scans a code";
    KindPhoto: "拍照或选照片", "takes or chooses a picture";
    KindLocation: "选位置", "chooses a place";
    KindElsewhere: "保持原样：{}", "as it is: {}";
    ChooseKey: "请选择", "Choose";
    Topics: "栏目", "Topics";
    Functions: "功能", "Functions";
    CommandHelp: "全部栏目", "All topics";
    CommandPerson: "转人工", "An officer, please";
    CommandProgress: "查进度", "My questions";
    CommandEnglish: "改用英文", "Answer in English";
    CommandChinese: "改用中文", "Answer in Chinese";
    CommandWithdraw: "撤回提问", "Withdraw a question";
    CommandEmergency: "紧急电话", "Emergency numbers";
    UnknownKey: "没有对应的键：{}", "A key without an answer: {}";
    OnlyOpens: "这一列点按后展开下面的项目。", "A tap on this column opens the items below.";
    Up: "上移", "Up";
    Down: "下移", "Down";
    Left: "左移", "Left";
    Right: "右移", "Right";
    Delete: "删除", "Delete";
    AddItem: "在第 {} 列添加一项", "Add an item to column {}";
    AddColumn: "添加一列", "Add a column";
    Save: "保存草稿", "Save the draft";
    Check: "检查并发布", "Check and publish";
    Phone: "居民手机上的样子", "As residents' phones show it";
    Unnamed: "（未命名）", "(no name)";

    // the platform
    AtPlatform: "平台上的菜单", "The menu at the platform";
    NeverSeen: "还没有看过平台上现在的菜单。", "The platform's menu has not been looked at yet.";
    SeenAt: "{} 看到的：", "As seen at {}:";
    NoneSeen: "{} 看到：平台上没有菜单。", "Seen at {}: the platform shows no menu.";
    Look: "看看平台上现在的菜单", "Look at the platform's menu";
    Adopt: "取为草稿", "Take it over as the draft";
    Same: "草稿与平台上的一致", "The draft is what the platform shows";
    Differs: "草稿与平台上的有 {} 处不同", "The draft differs from the platform's menu in {} places";
    PendingLook: "正在向平台查询", "Asking the platform";
    PendingPublish: "正在发布第 {} 版", "Publishing version {}";
    PendingDelete: "正在删除菜单", "Deleting the menu";
    PendingSince: "{} 开始，通常几秒内有结果。", "Since {}; it usually takes a few seconds.";
    Refresh: "刷新", "Refresh";
    DonePublish: "第 {} 版已发布", "Version {} is published";
    DoneDelete: "菜单已删除", "The menu is deleted";
    FailedLook: "没有查到平台上的菜单", "The platform's menu could not be read";
    FailedPublish: "第 {} 版没有发布", "Version {} was not published";
    FailedDelete: "菜单没有删除", "The menu was not deleted";
    ClientsLater: "居民重新进入聊天窗口约 5 分钟后看到新菜单；取消关注再关注可立即看到。", "Residents see it about 5 minutes later when they open the chat; who follows again sees it at once.";
    CourierSilent: "区里的电脑现在没有连上，操作会等到它连上。", "The district's computer is not connected; calls wait for it.";
    NoWayOut: "本系统不向平台发出请求，发布需要先配置外呼通道。可把下面的内容粘贴到微信公众平台接口调试工具（自定义菜单 → 创建）。", "This system makes no calls to the platform; publishing needs a way out. Paste this into the platform's own debugging page (custom menu, create).";
    Json: "菜单内容（JSON）", "The menu as JSON";

    // check and publish
    CheckTitle: "发布前检查", "Check before publishing";
    ToMend: "先修改这些，再发布", "Mend these first";
    Changes: "与平台上的不同", "What changes";
    NotCompared: "还不知道平台上现在是什么菜单。可以直接发布，也可以先回去看一看。", "The platform's menu is not known. Publish, or go back and look at it first.";
    Before: "现在", "Now";
    After: "发布后", "Afterwards";
    Nothing: "没有", "none";
    Publish: "发布给全部居民", "Publish to all residents";
    BackToMenu: "返回菜单", "Back to the menu";
    DeleteTitle: "删除菜单", "Delete the menu";
    DeleteLine: "所有居民的聊天窗口底部将不再有菜单，个性化菜单也一并删除。草稿和历史版本仍在。", "No resident will have a menu any more, menus for some of them included. The draft and the versions stay.";
    DeleteNow: "删除", "Delete it";
    Keep: "不删除，返回", "Keep it";

    // versions
    Versions: "历史版本", "Versions";
    NoVersions: "还没有发布过。", "Nothing was published yet.";
    Version: "第 {} 版", "Version {}";
    VersionBy: "{}，{}", "{}, {}";
    WasDeleted: "删除菜单", "menu deleted";
    StatePublished: "已发布", "published";
    StateRefused: "没有发布", "not published";
    StatePending: "进行中", "under way";
    Content: "查看内容", "What it holds";
    Restore: "取为草稿", "Take over as the draft";

    // afterwards
    Saved: "草稿已保存", "The draft is saved";
    Restored: "已取为草稿，检查后可发布", "Taken over as the draft: check and publish it";
    Asked: "已交给平台，结果显示在下面", "Handed to the platform; the result appears below";
    StaleTitle: "别人刚改过草稿", "Somebody else has just changed the draft";
    Stale: "您填写的内容还在下面。请先看看对方的修改，再保存。", "What you entered is still below. Look at their change, then save.";
    SaveAnyway: "仍然保存我的", "Save mine anyway";
} }
