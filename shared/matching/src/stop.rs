//! English words that stand in every sentence: alone they say nothing about the matter.

/// In order, so that they can be looked up.
const WORDS: [&str; 120] = [
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "anyone", "are", "as", "at", "be",
    "been", "before", "being", "best", "between", "but", "by", "can", "could", "did", "do", "does", "doing",
    "done", "during", "each", "every", "for", "from", "get", "getting", "give", "go", "going", "got", "had",
    "has", "have", "having", "hello", "help", "her", "him", "his", "how", "i", "if", "in", "into", "is",
    "it", "its", "just", "know", "let", "like", "make", "many", "may", "me", "might", "more", "most", "much",
    "must", "my", "need", "no", "not", "of", "on", "one", "or", "our", "out", "own", "people", "please",
    "shall", "she", "should", "so", "some", "someone", "such", "take", "than", "that", "the", "their",
    "them", "there", "these", "they", "thing", "this", "those", "to", "up", "us", "was", "way", "we", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "would", "yet", "you", "your",
];

/// Whether `word`, in normal form, is one of them.
pub(crate) fn is_common(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{WORDS, is_common};

    #[test]
    fn each_word_is_found() {
        assert!(WORDS.is_sorted() && WORDS.iter().all(|word| is_common(word)));
        assert!(!is_common("water") && !is_common(""));
    }
}
