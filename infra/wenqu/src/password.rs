//! Passwords that are made up.

use domain::ids::base32;

/// A password that can be read aloud: 16 characters in four groups, 80 bits.
pub(crate) fn generate() -> anyhow::Result<String> {
    let text = base32(&app::random::<10>()?).to_lowercase();
    let groups: Vec<&str> = (0..4).filter_map(|group| text.get(group * 4..group * 4 + 4)).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_password_is_long_and_never_the_same() {
        let (one, two) = (generate().unwrap(), generate().unwrap());
        assert_eq!(one.len(), 19);
        assert_ne!(one, two);
    }
}
