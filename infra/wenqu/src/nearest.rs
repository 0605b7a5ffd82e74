//! The known word that a mistyped one most likely means.

/// The candidate with the smallest edit distance, when it is small enough to be a typing mistake.
#[must_use]
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let closest = candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .min_by_key(|(distance, _)| *distance)?;
    let longest_mistake = (word.chars().count() / 3).max(2);
    (closest.0 <= longest_mistake).then_some(closest.1)
}

/// Levenshtein's distance with swapped neighbours counted once, row by row.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_mistake_finds_its_word_and_nonsense_none() {
        let known = ["token", "encoding_aes_key", "app_id", "app_secret", "mode"];
        assert_eq!(nearest("tokne", known), Some("token"));
        assert_eq!(nearest("Encoding_AES_key", known), Some("encoding_aes_key"));
        assert_eq!(nearest("appid", known), Some("app_id"));
        assert_eq!(nearest("colour_of_the_sky", known), None);
    }

    #[test]
    fn distance_counts_changes() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("ab", "ba"), 1);
    }
}
