//! What was typed, as a full-text query: words and quoted phrases, nothing else. Signs mean nothing, so none can do harm.

use crate::search::telling;

/// The words of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Each one word, or several that stand together.
    terms: Vec<Vec<String>>,
}

impl Terms {
    /// The words of `typed`; those between quotation marks stand together. None where there is nothing to look for.
    pub(crate) fn new(typed: &str) -> Option<Terms> {
        let mut terms: Vec<Vec<String>> = Vec::new();
        for (index, part) in typed.split(['"', '“', '”', '„']).enumerate() {
            // What is not in the index is not looked for.
            let part = &telling(part);
            let words = words(part);
            if index % 2 == 1 {
                terms.push(words);
            } else {
                // "well-known" is looked for as it stands
                for piece in part.split_whitespace() {
                    terms.push(self::words(piece));
                }
            }
        }
        terms.retain(|term| !term.is_empty());
        terms.dedup();
        // More would only slow the search down.
        terms.truncate(32);
        (!terms.is_empty()).then_some(Terms { terms })
    }

    /// All of them have to be there.
    pub(crate) fn all(&self) -> String {
        self.joined(" AND ")
    }

    /// Any of them will do; those that are too short to tell anything are left out.
    pub(crate) fn any(&self) -> String {
        let telling: Vec<Vec<String>> = (self.terms.iter())
            .filter(|term| term.len() > 1 || term.iter().any(|word| word.chars().count() > 3 || number(word)))
            .cloned()
            .collect();
        if telling.is_empty() { self.all() } else { Terms { terms: telling }.joined(" OR ") }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Each word by itself.
    pub(crate) fn each(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().flatten().map(String::as_str)
    }

    fn joined(&self, with: &str) -> String {
        let quoted: Vec<String> = self.terms.iter().map(|term| format!("\"{}\"", term.join(" "))).collect();
        quoted.join(with)
    }
}

/// The words of a question, to look for them in a text by their stems.
pub(crate) struct Wanted {
    stems: Vec<String>,
}

impl Wanted {
    pub(crate) fn new(terms: &Terms) -> Wanted {
        let mut stems: Vec<String> = terms.each().map(|word| stem(word).to_owned()).collect();
        stems.sort_unstable();
        stems.dedup();
        // A bit for each; nobody asks for more.
        stems.truncate(64);
        Wanted { stems }
    }

    /// Which of them stand in a text: a bit for each.
    pub(crate) fn seen(&self, text: &str) -> u64 {
        let mut seen = 0;
        let mut lower = String::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            lower.clear();
            if word.is_ascii() {
                lower.push_str(word);
                lower.make_ascii_lowercase();
            } else {
                lower.push_str(&word.to_lowercase());
            }
            let stem = stem(&lower);
            if let Some(at) = self.stems.iter().position(|wanted| wanted == stem) {
                seen |= 1 << at;
            }
        }
        seen
    }

    /// Whether all of them are among those seen.
    pub(crate) fn all(&self, seen: u64) -> bool {
        seen.count_ones() as usize == self.stems.len()
    }
}

fn number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// Words in lower case, without signs.
pub(crate) fn words(text: &str) -> Vec<String> {
    let sign = |c: char| !c.is_alphanumeric();
    text.split(sign).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A word without its plural, roughly: enough to tell that "boat" and "boats" are one thing.
pub(crate) fn stem(word: &str) -> &str {
    let long = word.len() > 3 && word.chars().nth(3).is_some();
    match word.strip_suffix('s') {
        Some(base) if long && !base.ends_with(['s', 'u', 'i']) => {
            if base.ends_with("sse") || base.ends_with("che") || base.ends_with("she") {
                base.strip_suffix('e').unwrap_or(base)
            } else {
                base
            }
        }
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(Terms::new(typed).map(|terms| terms.all()).as_deref(), expected, "{typed}");
    }

    #[test]
    fn signs_mean_nothing() {
        check("boats laid", Some(r#""boats" AND "laid""#));
        check(r#"“laid up” boats"#, Some(r#""laid up" AND "boats""#));
        check("well-known", Some(r#""well known""#));
        check("NEAR(f b) OR c* : ^ -d {e}", Some(r#""near f" AND "b" AND "or" AND "c" AND "d" AND "e""#));
        check(r#"one "open phrase"#, Some(r#""one" AND "open phrase""#));
        check("“” ( ) * --", None);
        check("", None);
        check("of it", None);
        check("the “head of the state” and WHO", Some(r#""head state" AND "who""#));
        check("3,100", Some(r#""3 100""#));
    }

    #[test]
    fn any_leaves_out_small_words() {
        assert_eq!(
            Terms::new("no boats nor 12").map(|terms| terms.any()).as_deref(),
            Some(r#""boats" OR "12""#)
        );
        assert_eq!(Terms::new("no us").map(|terms| terms.any()).as_deref(), Some(r#""no" AND "us""#));
    }

    #[test]
    fn words_are_seen_in_any_form() {
        let wanted = Wanted::new(&Terms::new("boats Émile \"laid up\"").unwrap());
        let seen = wanted.seen("a Boat of ÉMILE's");
        assert_eq!((seen.count_ones(), wanted.all(seen)), (2, false));
        assert!(wanted.all(seen | wanted.seen("up, laid")));
    }

    #[test]
    fn plurals() {
        assert_eq!(
            ["boats", "boat", "gas", "losses", "crisis", "virus"].map(stem),
            ["boat", "boat", "gas", "loss", "crisis", "virus"]
        );
    }
}
