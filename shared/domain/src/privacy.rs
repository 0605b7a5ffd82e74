//! Numbers that people should not have sent: identity numbers are hidden wherever text is shown; telephone numbers of
//! people too where a text is to be read by everybody.

use std::borrow::Cow;

/// How many characters of an identity number stay: the first four and the last two.
const KEEP: (usize, usize) = (4, 2);

/// The text with every valid 18-character identity number (GB 11643) hidden; borrowed when there is none.
#[must_use]
pub fn mask_identity(text: &str) -> Cow<'_, str> {
    let chars: Vec<char> = text.chars().collect();
    let mut hidden = vec![false; chars.len()];
    let mut start = 0;
    while start + 18 <= chars.len() {
        let alone = (start == 0 || !chars[start - 1].is_ascii_digit())
            && chars.get(start + 18).is_none_or(|next| !next.is_ascii_digit());
        if alone && is_identity(&chars[start..start + 18]) {
            hidden[start + KEEP.0..start + 18 - KEEP.1].fill(true);
            start += 18;
        } else {
            start += 1;
        }
    }
    if hidden.contains(&true) {
        Cow::Owned(chars.iter().zip(&hidden).map(|(c, hide)| if *hide { '*' } else { *c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether 18 characters are an identity number: a plausible birthday and the right check character.
fn is_identity(chars: &[char]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let digits: Vec<u32> =
        chars[..17].iter().map_while(|c| if c.is_ascii() { c.to_digit(10) } else { None }).collect();
    if digits.len() != 17 {
        return false;
    }
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let birthday = (18..=21).contains(&two(6)) && (1..=12).contains(&two(10)) && (1..=31).contains(&two(12));
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    birthday && chars[17].to_ascii_uppercase() == CHECKS[(sum % 11) as usize]
}

/// The text with every mobile number of the mainland (11 digits from 13 to 19) hidden but for its first three and last
/// two digits, spaces and hyphens within it or not; borrowed when there is none. Numbers of offices stay.
#[must_use]
pub fn mask_mobile(text: &str) -> Cow<'_, str> {
    let chars: Vec<char> = text.chars().collect();
    let mut hidden = vec![false; chars.len()];
    let mut start = 0;
    while start < chars.len() {
        let alone = start == 0 || !chars[start - 1].is_ascii_digit();
        match alone.then(|| mobile(&chars, start)).flatten() {
            Some(digits) => {
                digits[3..9].iter().for_each(|at| hidden[*at] = true);
                start = digits[10] + 1;
            }
            None => start += 1,
        }
    }
    if hidden.contains(&true) {
        Cow::Owned(chars.iter().zip(&hidden).map(|(c, hide)| if *hide { '*' } else { *c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Where the eleven digits of a mobile number stand that begins here.
fn mobile(chars: &[char], start: usize) -> Option<[usize; 11]> {
    let mut digits = [0; 11];
    let mut found = 0;
    for (at, c) in chars.iter().enumerate().skip(start) {
        if c.is_ascii_digit() {
            if found == digits.len() {
                return None;
            }
            digits[found] = at;
            found += 1;
        } else if found == 0 || found == digits.len() || !matches!(c, ' ' | '-') {
            break;
        }
    }
    let begins = chars[digits[0]] == '1' && matches!(chars[digits[1]], '3'..='9');
    (found == digits.len() && begins).then_some(digits)
}

/// The text as it may be read by everybody: without numbers of people, and without what stands for something of one
/// person, such as `{称呼}`, the comma behind it included.
#[must_use]
pub fn impersonal(text: &str) -> String {
    let masked = mask_identity(text);
    let masked = mask_mobile(&masked);
    let mut rest: &str = &masked;
    let mut out = String::with_capacity(rest.len());
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else { break };
        if name.contains(['\n', '{']) {
            out.push_str(before);
            out.push('{');
            rest = behind;
            continue;
        }
        out.push_str(before);
        rest = after.trim_start_matches(['，', '：', ',', ':', ' ']);
    }
    out.push_str(rest);
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valid_identity_number_is_hidden_and_nothing_else() {
        assert_eq!(mask_identity("我的号码11010519491231002X，请查"), "我的号码1101************2X，请查");
        for text in
            ["订单110105194912310021号", "13800138000", "", "1101051949123100", "编号911010519491231002X9"]
        {
            assert_eq!(mask_identity(text), text);
        }
    }

    #[test]
    fn mobile_numbers_are_hidden_and_numbers_of_offices_stay() {
        assert_eq!(mask_mobile("请打13912345678找李师傅"), "请打139******78找李师傅");
        assert_eq!(mask_mobile("139 1234 5678 或 138-0013-8000"), "139 **** **78 或 138-****-**00");
        for text in ["热线 12345、0518-85801234", "编号 139123456789", "12912345678", "", "1391234567"] {
            assert_eq!(mask_mobile(text), text);
        }
    }

    #[test]
    fn what_is_of_one_person_goes_from_a_text_for_everybody() {
        let said = "{称呼}，您好：号码 11010519491231002X 已登记（{编号}），可打 13912345678 或 12345。";
        let read = "您好：号码 1101************2X 已登记（），可打 139******78 或 12345。";
        assert_eq!(impersonal(said), read);
        assert_eq!(impersonal("{没有\n结束}"), "{没有\n结束}");
    }
}
