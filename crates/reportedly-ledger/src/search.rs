//! What the full-text search leaves out.

/// Function words that stand in nearly every sentence: they tell nothing and would make up a third of the index. Part of
/// the file's format, because a word that was not indexed is not found. What can turn a sense around ("not", "no",
/// "against") is not among them.
const LEFT_OUT: &[&str] = &[
    "a", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "do", "for",
    "from", "had", "has", "have", "he", "her", "him", "his", "i", "if", "in", "is", "it", "its", "my", "of",
    "on", "or", "our", "s", "said", "she", "so", "t", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "to", "was", "we", "were", "what", "when", "which", "who",
    "will", "with", "would", "you", "your",
];

/// Whether the search knows nothing of this word. In capitals it is a name ("WHO", "IS") and kept.
pub(crate) fn is_left_out(word: &str) -> bool {
    let name = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let known = |word: &str| LEFT_OUT.binary_search(&word).is_ok();
    word.len() <= LONGEST && !name && (known(word) || known(&word.to_ascii_lowercase()))
}

/// The words of a text that are indexed, or looked for: so a quoted phrase finds its words also where another of those
/// that are left out stands between them.
pub(crate) fn telling(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()));
        let (between, after) = after.split_at(after.find(char::is_alphanumeric).unwrap_or(after.len()));
        if !is_left_out(word) {
            out.push_str(word);
        }
        out.push_str(between);
        rest = after;
    }
    out
}

/// Bytes of the longest word that is left out.
const LONGEST: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_left_out() {
        assert!(LEFT_OUT.is_sorted());
        assert_eq!(LEFT_OUT.iter().map(|word| word.len()).max(), Some(LONGEST));
        assert_eq!(telling("The head of the state’s bank said no."), " head   state’ bank  no.");
        assert_eq!(telling(""), "");
        assert_eq!(telling("“…” — The WHO, who is IT? A"), "“…” —  WHO,   IT? ");
        assert_eq!(telling("Éire and Ärzte"), "Éire  Ärzte");
    }
}
