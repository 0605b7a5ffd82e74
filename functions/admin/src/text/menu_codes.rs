//! What a platform code about the menu means for an officer, and what to do (全局返回码; 创建自定义菜单).

use app::rows::MenuFailure;
use domain::language::Language;

/// Why it failed and what to do, in the officer's language.
pub(crate) fn menu_advice(failure: &MenuFailure, language: Language) -> String {
    let Some(code) = failure.code else { return unreached(failure, language) };
    let (zh, en) = of_form(code).or_else(|| of_account(code)).unwrap_or((
        "平台没有接受。请核对草稿后再试；仍不行请把这个代码告诉管理员。",
        "The platform did not accept it. Check the draft and try again; if it stays, tell an administrator this code.",
    ));
    let is_address = |word: &&str| word.parse::<std::net::IpAddr>().is_ok();
    let address = failure.why.split([' ', ',']).find(is_address).map(|address| format!(" {address}"));
    format!("{}{} [{code}]", language.pick(zh, en), address.unwrap_or_default())
}

fn unreached(failure: &MenuFailure, language: Language) -> String {
    let zh = "没有得到平台的答复：可能已经生效，也可能没有。请先看看平台上现在的菜单，再决定是否重试。";
    match language {
        Language::Chinese => zh.to_owned(),
        Language::English => format!(
            "No answer came from the platform: it may have been done or not. Look at the platform's menu before you \
             repeat it. ({})",
            failure.why
        ),
    }
}

/// Codes about what the draft says.
const fn of_form(code: i64) -> Option<(&'static str, &'static str)> {
    Some(match code {
        40015 => (
            "平台不认识这种菜单。请换一种按钮。",
            "The platform does not know this kind of menu. Use other buttons.",
        ),
        40016 => ("一级按钮的个数不对，请保留 1 到 3 个。", "The number of columns is wrong: keep 1 to 3."),
        40017 | 40119 => (
            "有一个一级按钮的类型平台不接受，请换一种。",
            "The platform does not take the kind of a column: choose another.",
        ),
        40018 => (
            "有一个一级按钮的名称太长或为空，请改为最多 16 字节。",
            "A column's name is too long or empty: at most 16 bytes.",
        ),
        40019 => (
            "有一个一级按钮没有键或键太长，请重新选择。",
            "A column's key is missing or too long: choose again.",
        ),
        40020 | 40055 => (
            "有一个一级按钮的网址平台不接受，请核对。",
            "The platform does not take a column's address: check it.",
        ),
        40021 | 46002 => ("菜单版本不对，请重试。", "The menu's version is wrong: try again."),
        40022 => ("菜单只能有两级。", "A menu has two levels only."),
        40023 => (
            "每列的项目个数不对，请保留 1 到 5 个。",
            "The number of items below a column is wrong: keep 1 to 5.",
        ),
        40024 | 40120 => (
            "有一个项目的类型平台不接受，请换一种。",
            "The platform does not take the kind of an item: choose another.",
        ),
        40025 => (
            "有一个项目的名称太长或为空，请改为最多 60 字节。",
            "An item's name is too long or empty: at most 60 bytes.",
        ),
        40026 => {
            ("有一个项目没有键或键太长，请重新选择。", "An item's key is missing or too long: choose again.")
        }
        40027 | 40054 => (
            "有一个项目的网址平台不接受，请核对。",
            "The platform does not take an item's address: check it.",
        ),
        40007 | 40118 | 40121 => {
            ("按钮引用的素材已失效，请换一种按钮。", "A button's material is gone: use another kind.")
        }
        53600 => ("按钮引用的文章已失效，请换一种按钮。", "A button's article is gone: use another kind."),
        40033 | 47001 | 47002 | 65318 => (
            "平台没有读懂菜单内容。请去掉名称里的特殊字符再试。",
            "The platform can't read the menu. Remove unusual characters from the names.",
        ),
        41007 | 65307 => ("菜单内容为空，请添加按钮。", "The menu is empty: add buttons."),
        65308 => ("有按钮没有设置点按后做什么。", "A button has no action: choose one."),
        45010 | 65305 => ("菜单太多，请减少按钮。", "There are too many menus: use fewer buttons."),
        45048 => {
            ("按钮里不能使用这种内容，请换一种。", "This content can't stand in a menu: choose another.")
        }
        45064 => (
            "按钮里的小程序没有关联到本服务号。请先在公众平台关联，或换一种按钮。",
            "The mini program is not linked to this account. Link it on the platform, or use another button.",
        ),
        65316 => (
            "菜单里的外部网址域名太多，请减少到 3 个以内。",
            "The menu leads to too many outside domains: at most 3.",
        ),
        65317 | 40048 => ("有网址不合要求，请核对。", "An address is not acceptable: check it."),
        _ => return None,
    })
}

/// Codes about the account.
const fn of_account(code: i64) -> Option<(&'static str, &'static str)> {
    Some(match code {
        -1 => ("平台繁忙，请稍后再试。", "The platform is busy: try again later."),
        40001 | 40014 | 41001 | 42001 => (
            "平台不接受访问令牌。请确认没有别的系统在用同一个 AppSecret，再试一次。",
            "The platform refuses the access token. Make sure that no other system uses the same AppSecret, then try again.",
        ),
        40013 | 40125 | 41002 | 41004 | 40243 => (
            "AppID 或 AppSecret 不对，或已被冻结。请管理员核对。",
            "AppID or AppSecret is wrong or frozen: an administrator has to check.",
        ),
        40164 | 61004 => (
            "本系统的地址不在公众平台的 IP 白名单里，请管理员添加。",
            "This system's address is not in the account's IP whitelist: an administrator has to add it.",
        ),
        89501 | 89503..=89507 => (
            "平台要求账号管理员确认这个地址，请到手机上确认后再试。",
            "The platform wants the account's administrator to confirm this address: confirm on the phone and try again.",
        ),
        45009 => ("今天的调用次数已用完，请明天再试。", "Today's calls are used up: try again tomorrow."),
        45011 | 45102 => ("操作太频繁，请一分钟后再试。", "Too many calls: try again in a minute."),
        45103 | 65309 => (
            "平台不再支持这个功能，或已在公众平台关闭。",
            "The platform has closed this function, or it is switched off there.",
        ),
        46003 => ("平台上没有菜单。", "The platform has no menu."),
        48001 | 40200 | 50001 | 65306 | 65319 => (
            "本服务号没有自定义菜单的权限，通常要先完成微信认证。",
            "This account may not have a menu by the interface; usually it has to be verified first.",
        ),
        48004 | 50002 | 50004 => (
            "账号因违规被限制，请到公众平台查看通知。",
            "The account is restricted: see the notices on the platform.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that the platform's pages name for menu calls.
    const MENU_CODES: [i64; 36] = [
        40015, 40016, 40017, 40018, 40019, 40020, 40021, 40022, 40023, 40024, 40025, 40026, 40027, 40033,
        40054, 40055, 40119, 40120, 41007, 45010, 45048, 45064, 46002, 46003, 47001, 47002, 48001, 65305,
        65306, 65307, 65308, 65309, 65316, 65317, 65318, 65319,
    ];

    #[test]
    fn every_code_about_menus_has_advice_in_both_languages() {
        for code in MENU_CODES.into_iter().chain([-1, 40001, 40013, 40125, 40164, 45009, 45011, 50002, 61004])
        {
            assert!(of_form(code).or_else(|| of_account(code)).is_some(), "{code}");
            let failure = MenuFailure { code: Some(code), why: "add 192.0.2.1".to_owned() };
            let english = menu_advice(&failure, Language::English);
            assert_eq!(
                Language::of_text(&english).unwrap_or(Language::English),
                Language::English,
                "{english}"
            );
            let chinese = menu_advice(&failure, Language::Chinese);
            assert!(chinese.contains('。') && chinese.ends_with(&format!("[{code}]")), "{chinese}");
        }
    }

    #[test]
    fn an_address_to_be_allowed_is_named_and_silence_is_not_called_a_failure() {
        let failure = MenuFailure { code: Some(40164), why: "add 192.0.2.1 to the whitelist".to_owned() };
        assert!(menu_advice(&failure, Language::Chinese).contains("192.0.2.1"));
        let silent = MenuFailure { code: None, why: "no answer".to_owned() };
        assert!(menu_advice(&silent, Language::English).contains("may have been done or not"));
    }
}
