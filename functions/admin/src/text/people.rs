//! The texts of accounts, roles, tokens, one's own account, signing up and proving oneself.

use super::texts;

#[rustfmt::skip]
texts! { People {
    // second factor at the sign-in
    SecondStep: "二次验证", "Second step";
    Code: "6 位验证码", "6-digit code";
    CodeHint: "打开手机上的验证器应用，输入“Wenqu”下显示的数字。", "Open the authenticator app on your phone and enter the number it shows for “Wenqu”.";
    RecoveryCode: "恢复码", "Recovery code";
    RecoveryHint: "输入绑定时保存的任意一个恢复码，每个只能用一次。", "Enter any of the codes that you kept when you set it up. Each works once.";
    UseRecovery: "手机不在身边？用恢复码", "No phone at hand? Use a recovery code";
    UsePhone: "用手机上的验证码", "Use the code on your phone";
    LostBoth: "两样都没有？请管理员给您新链接。", "Neither of them? Ask an administrator for a new link.";
    WrongCode: "请输入手机上现在显示的 6 位数字。每个数字只能用一次：刚用过的话，等下一个", "Enter the 6 digits that the phone shows now. Each number works once: if you have just used it, wait for the next";
    WrongRecovery: "请输入一个还没有用过的恢复码", "Enter a recovery code that you have not used yet";
    HalfOver: "两步之间隔得太久：请从登录名和密码重新开始", "The second step took too long: begin again with name and password";

    // proving oneself again
    StepUp: "请再次确认身份", "Confirm that it is you";
    StepUpText: "这一步很重要，离您上次确认身份已超过 10 分钟。确认后会继续刚才的操作，填写的内容不会丢失。", "This matters, and you last proved who you are more than 10 minutes ago. Once confirmed it goes on with what you asked for; nothing you typed is lost.";
    StepUpField: "密码，或 6 位验证码", "Password, or 6-digit code";
    Confirm: "确认并继续", "Confirm and go on";
    WrongConfirmation: "请输入登录密码，或手机上现在显示的 6 位数字", "Enter your password, or the 6 digits that your phone shows now";

    // signing up
    SignUp: "开通账号", "Open your account";
    SignUpAgain: "重新设置账号", "Set up your account again";
    SignUpFor: "这个链接是给 {} 的（登录名 {}），由 {} 发出，{} 前有效，只能用一次。", "This link is for {} (sign-in name {}), from {}. It works once, until {}.";
    SignUpNotYou: "不是您？请不要继续，关闭这个页面并告诉发链接的人。", "Not you? Go no further: close this page and tell whoever sent it.";
    NewPassword: "设置密码", "Choose a password";
    NewPasswordHint: "至少 10 个字符，可以是一句话；可以粘贴，可以用密码管理器。", "At least 10 characters; a sentence will do. Pasting and password managers work.";
    GoOn: "下一步", "Go on";
    StepOf: "第 {} 步，共 2 步", "Step {} of 2";
    EnrolTitle: "绑定手机验证码", "Connect your phone";
    EnrolWhy: "以后登录时，除了密码还要输入手机上的 6 位数字。", "From now on a sign-in takes the 6 digits on your phone besides the password.";
    EnrolScan: "用验证器应用扫描下面的二维码（微信里搜“验证器”小程序，或 Microsoft Authenticator、FreeOTP 等）。", "Scan this code with an authenticator app (Microsoft Authenticator, FreeOTP or any other).";
    EnrolQr: "绑定用的二维码；也可以输入下面的密钥", "Code to scan; the key below does the same";
    EnrolByHand: "不能扫描？在应用里手动输入这个密钥：", "Can't scan? Type this key into the app:";
    EnrolCode: "输入应用现在显示的 6 位数字", "Enter the 6 digits that the app shows now";
    Connect: "完成绑定", "Connect";
    LinkGone: "这个链接不能用了", "This link does not work any more";
    LinkGoneText: "它可能已经用过、超过 7 天，或换成了新的。请管理员给您一个新链接；如果已经开通，请直接登录。", "It may have been used, be more than 7 days old, or have been replaced. Ask an administrator for a new one. If your account is open already, sign in.";
    RecoveryCodes: "请保存恢复码", "Keep your recovery codes";
    RecoveryCodesText: "手机丢失或换新时，用一个恢复码代替验证码登录，每个只能用一次。它们只显示这一次：请抄下或打印，放在安全的地方。", "If your phone is lost or new, sign in with one of these instead of the code. Each works once. They are shown this once: write or print them, and keep them somewhere safe.";
    Saved: "已保存，进入系统", "I have kept them: go on";

    // the list
    Users: "用户", "People";
    Roles: "角色", "Roles";
    Tokens: "令牌", "Tokens";
    Sections: "同事与权限", "People and rights";
    Invite: "邀请同事", "Invite a colleague";
    Person: "姓名", "Name";
    SecondFactor: "二次验证", "Second step";
    LastSignIn: "最近登录", "Last sign-in";
    State: "状态", "State";
    On: "已绑定", "Set up";
    Off: "未绑定", "Not set up";
    Never: "从未", "Never";
    Active: "正常", "Active";
    Invited: "已邀请，链接 {} 前有效", "Invited, link works until {}";
    Resetting: "等待重新设置，链接 {} 前有效", "To be set up again, link works until {}";
    LinkOver: "链接已过期", "Link is over";
    Disabled: "已停用", "Disabled";
    Program: "程序", "Program";

    // inviting
    InviteHint: "会生成一个一次性链接，7 天内有效。请当面或用您信得过的方式交给本人。", "This makes a one-time link that works for 7 days. Hand it over in person or in a way that you trust.";
    Login: "登录名", "Sign-in name";
    LoginHint: "2 至 32 个小写字母、数字或 . _ -，如 li.si", "2 to 32 of a-z, 0-9, . _ - such as li.si";
    NameHint: "居民在答复下方看到的署名，如“值班员 李”；留空则不署名。", "As residents read it below an answer, such as “Officer Li”; leave it empty for no signature.";
    MakeLink: "生成链接", "Make the link";
    LinkMade: "链接已生成", "The link is made";
    LinkFor: "请把这个链接交给 {}（登录名 {}）。它只显示这一次，{} 前有效，只能用一次。", "Give this link to {} (sign-in name {}). It is shown this once, works until {}, and only once.";
    Link: "一次性链接", "One-time link";
    BackToUsers: "返回用户列表", "Back to the list";

    // one account
    Save: "保存", "Save";
    SaveSure: "确认修改", "Make the change";
    CheckTitle: "请核对角色变更", "Check the change of roles";
    CheckText: "保存后立即生效：", "It takes effect at once:";
    Before: "现在", "Now";
    After: "改为", "Will be";
    GainsRights: "新增权限", "Gains";
    LosesRights: "失去权限", "Loses";
    Nothing: "无", "None";
    Disable: "停用账号", "Disable the account";
    DisableHint: "停用后不能登录，现有会话立即结束；答复和记录都保留。", "They can't sign in any more and their sessions end at once. Answers and records stay.";
    Enable: "重新启用", "Enable again";
    Remove: "删除账号", "Remove the account";
    NewLink: "生成新链接", "Make a new link";
    NewLinkHint: "忘记密码、手机丢失或链接过期时使用。原密码、二次验证和会话立即失效，直到用新链接重新设置。", "For a forgotten password, a lost phone or a link that is over. Password, second step and sessions end at once, until the new link is used.";
    OwnRoles: "自己的角色要由另一位管理员来改。", "Your own roles are another administrator's to change.";
    Sessions: "登录会话", "Sessions";
    NoSessions: "现在没有登录", "Not signed in anywhere";
    ThisSession: "当前", "This one";
    SignedInAt: "{} 登录", "signed in {}";
    SeenAt: "最近使用 {}", "last used {}";
    UnknownDevice: "未知设备", "Unknown device";
    From: "来自 {}", "from {}";
    EndSession: "结束", "End";
    EndAll: "结束全部会话", "End all sessions";
    EndOthers: "结束其他会话", "End the others";
    DidSave: "已保存", "Saved";
    DidDisable: "账号已停用", "The account is disabled";
    DidEnable: "账号已启用", "The account is enabled";
    DidRemove: "账号已删除", "The account is removed";
    DidEnd: "会话已结束", "Ended";

    // roles
    RolesHint: "四个固有角色始终存在，不能更改。可以另设角色，例如“夜班”。", "The four built-in roles are always there and don't change. You can add further ones, such as a night shift.";
    Matrix: "角色与权限", "Roles and what they permit";
    Permission: "权限", "Permission";
    Yes: "可以", "Yes";
    No: "不可以", "No";
    NewRole: "新增角色", "Add a role";
    EditRole: "修改角色 {}", "Change the role {}";
    RoleWord: "代号", "Word";
    RoleWordHint: "2 至 24 个小写字母、数字或 _ -，之后不能改", "2 to 24 of a-z, 0-9, _ -; it can't be changed later";
    RoleZh: "中文名称", "Name in Chinese";
    RoleEn: "英文名称", "Name in English";
    RemoveRole: "删除角色", "Remove the role";
    DidSaveRole: "角色已保存", "The role is saved";
    DidRemoveRole: "角色已删除", "The role is removed";
    Reader: "只读", "Reader";
    Officer: "值班员", "Officer";
    Reviewer: "审核", "Reviewer";
    Administrator: "管理员", "Administrator";
    MayRead: "看收件箱和会话", "See inbox and threads";
    MayAnswer: "接入、答复、备注、结束", "Take, answer, note, end";
    MayAssign: "把问题分给同事", "Give questions to colleagues";
    MayExport: "导出居民的来信", "Export what residents said";
    MayEditContent: "编辑内容草稿和快捷回复", "Edit drafts and canned responses";
    MayPublish: "发布内容和菜单，审批", "Publish content and menu, approve";
    MayOperate: "重新运行卡住的任务", "Run again what is stuck";
    MayManageStaff: "管理用户、角色、令牌", "Manage people, roles, tokens";
    MayManageSettings: "更改设置", "Change settings";
    MayReadAudit: "查看审计", "See the audit";

    // tokens
    TokensHint: "供程序调用接口（/admin/api/v1）。权限是令牌的角色与账号权限的交集。", "For programs that use the API (/admin/api/v1). A token may do what both its roles and its account permit.";
    NoTokens: "没有令牌", "There is no token";
    NewToken: "签发令牌", "Issue a token";
    TokenName: "用途", "What it is for";
    TokenNameHint: "如“大屏数据”", "Such as “wall display”";
    TokenLogin: "以谁的名义", "In whose name";
    TokenLoginHint: "自己，或一个程序账号；没有的登录名会成为程序账号，不能登录。", "Your own, or an account for programs; a name that nobody has becomes one, which can't sign in.";
    TokenDays: "有效天数", "Days";
    TokenDaysHint: "1 至 730；留空则一直有效", "1 to 730; leave it empty for no end";
    TokenDaysWrong: "有效天数请填 1 至 730 的整数，或留空", "Write a whole number of days from 1 to 730, or nothing";
    TokenMade: "令牌已签发", "The token is issued";
    TokenMadeText: "请复制到程序的设置里。它只显示这一次。", "Copy it into the program's settings. It is shown this once.";
    Token: "令牌", "Token";
    IssuedAt: "签发时间", "Issued";
    Until: "有效期至", "Until";
    NoEnd: "一直有效", "No end";
    Revoke: "撤销", "Revoke";
    DidRevoke: "令牌已撤销", "The token is revoked";
    BackToTokens: "返回令牌列表", "Back to the tokens";

    // own account
    MyAccount: "我的账号", "My account";
    ChangePassword: "修改密码", "Change the password";
    ChangePasswordHint: "改好后，其他会话会结束。", "Other sessions end when it is changed.";
    DidChangePassword: "密码已修改，其他会话已结束", "The password is changed, other sessions are ended";
    RecoveryLeft: "还剩 {} 个恢复码", "{} recovery codes left";
    NewRecoveryCodes: "换一组恢复码", "Make new recovery codes";
    SetUp: "绑定手机验证码", "Set up the second step";
    SetUpAgain: "换一部手机", "Use another phone";
    NotSetUp: "还没有绑定。绑定后，只知道密码的人不能登录。", "Not set up. Once it is, nobody signs in with the password alone.";
}}
