//! What a word looks like beside its letters, which the pieces have lost: casing, quotation, paragraph start.

/// 0 no cased letter, 1 lower, 2 Capitalized (or a single capital), 3 UPPER, 4 mixed.
pub(crate) fn casing(word: &str) -> i32 {
    let mut cased = 0;
    let mut upper = 0;
    let mut first_upper = false;
    for c in word.chars().filter(|c| c.is_uppercase() || c.is_lowercase()) {
        first_upper |= cased == 0 && c.is_uppercase();
        cased += 1;
        upper += usize::from(c.is_uppercase());
    }
    match (cased, upper) {
        (0, _) => 0,
        (_, 0) => 1,
        (1, 1) => 2,
        _ if upper == cased => 3,
        (_, 1) if first_upper => 2,
        _ => 4,
    }
}

/// Outside all quotations.
const OUTSIDE: u8 = 0;
/// Inside one.
const INSIDE: u8 = 1;
/// A mark that opens one.
const OPENS: u8 = 2;
/// A mark that closes one.
pub(crate) const CLOSES: u8 = 3;

/// For each byte of one paragraph, the quotation state of the character that begins there; 0 for other bytes.
///
/// Simpler than the quotations of the segments, and fixed: the network was trained with exactly this.
pub(crate) fn quotation(text: &str) -> Vec<u8> {
    let closings = closings(text);
    let mut states = vec![OUTSIDE; text.len()];
    let mut double = false;
    // where the open single quotation closes
    let mut single: Option<usize> = None;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let state = match c {
            '“' | '„' | '‟' | '«' => {
                double = true;
                OPENS
            }
            '”' | '»' => {
                (double, single) = (false, None);
                CLOSES
            }
            '"' if double => {
                (double, single) = (false, None);
                CLOSES
            }
            '"' => {
                double = true;
                OPENS
            }
            '‘' if single.is_none() && opens(text, at, before) && closing(&closings, at).is_some() => {
                single = closing(&closings, at);
                OPENS
            }
            _ if single == Some(at) => {
                single = None;
                CLOSES
            }
            _ if double || single.is_some() => INSIDE,
            _ => OUTSIDE,
        };
        if let Some(slot) = states.get_mut(at) {
            *slot = state;
        }
        before = Some(c);
    }
    states
}

/// Whether a "‘" can open: not after a letter, not before white space or a digit ("’90s").
fn opens(text: &str, at: usize, before: Option<char>) -> bool {
    let after = text.get(at..).and_then(|rest| rest.chars().nth(1));
    !before.is_some_and(char::is_alphanumeric)
        && after.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_digit())
}

/// The places of all "’" that are no apostrophes inside a word, in order.
fn closings(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        if c == '’' && !inside {
            places.push(at);
        }
        before = Some(c);
    }
    places
}

/// The first closing place after `at`.
fn closing(closings: &[usize], at: usize) -> Option<usize> {
    closings.get(closings.partition_point(|&place| place <= at)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casings() {
        let of = |words: [&str; 9]| words.map(casing);
        assert_eq!(
            of(["said", "Smith", "I", "USA", "McCain", "42", "iPhone", "Éire", "ß"]),
            [1, 2, 2, 3, 4, 0, 4, 2, 1]
        );
    }

    /// One digit a character.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let states = quotation(text);
        let found: String = text.char_indices().map(|(at, _)| (b'0' + states[at]) as char).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn quotations() {
        check("“No,” he", "21113000");
        check("\"No\" he", "2113000");
        check("“a ‘b’ c”", "211213113");
        check("it’s ‘no’", "000002113");
        check("the ’90s", "00000000");
        check("‘90s’", "00000");
        check("“open", "21111");
        check("‘tis", "0000");
        check("„a“", "212");
    }

    #[test]
    fn many_open_marks_take_linear_time() {
        let text = "‘a ".repeat(300_000);
        assert_eq!(quotation(&text).len(), text.len());
    }
}
