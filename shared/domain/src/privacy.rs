//! Numbers that people should not have sent: identity numbers are hidden wherever text is shown.

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
}
