//! Numbers in digits: grouped, with a decimal mark, with fractions, in full width.

use rust_decimal::Decimal;

/// A number in digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// The value; none where the digits cannot be read in one way, or are too many.
    pub(super) value: Option<Decimal>,
    /// Digits before the decimal mark.
    pub(super) digits: usize,
    /// Thousands are marked off.
    pub(super) grouped: bool,
    /// Has a decimal mark or a fraction.
    pub(super) decimal: bool,
    /// Too long, or its marks can be read in more than one way; dates and versions are not meant.
    pub(super) unclear: bool,
    /// Begins with a zero that is not the only digit.
    pub(super) leading_zero: bool,
}

/// Characters without width that may stand anywhere, also inside numbers.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

/// Numerator and denominator of ½ and the like.
fn vulgar(c: char) -> Option<(u32, u32)> {
    Some(match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    })
}

/// A part as a decimal, to four digits where it does not end.
pub(super) fn part(numerator: Decimal, denominator: Decimal) -> Option<Decimal> {
    Some(numerator.checked_div(denominator)?.round_dp(4).normalize())
}

/// Digits and the marks between them, as they stand.
struct Group {
    /// The mark before the digits.
    mark: char,
    digits: String,
}

/// Reads the number at the start of `text`: its length in bytes and itself.
pub(super) fn read(text: &str) -> Option<(usize, Literal)> {
    let mut groups: Vec<Group> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    let first = text.chars().next()?;
    // ".001"
    if matches!(first, '.' | '．') && text.chars().nth(1).and_then(digit).is_some() {
        chars.next();
        groups.push(Group { mark: ' ', digits: String::new() });
        groups.push(Group { mark: '.', digits: String::new() });
    } else if digit(first).is_some() {
        groups.push(Group { mark: ' ', digits: String::new() });
    } else if let Some((numerator, denominator)) = vulgar(first) {
        let value = part(numerator.into(), denominator.into());
        let length = first.len_utf8();
        return Some((
            length,
            Literal { value, digits: 0, grouped: false, decimal: true, unclear: false, leading_zero: false },
        ));
    } else {
        return None;
    }
    while let Some(&(at, c)) = chars.peek() {
        if let Some(digit) = digit(c) {
            groups.last_mut()?.digits.push(digit);
            end = at + c.len_utf8();
            chars.next();
        } else if is_invisible(c) {
            chars.next();
        } else if let Some(mark) = separator(c, text.get(at + c.len_utf8()..).unwrap_or("")) {
            groups.push(Group { mark, digits: String::new() });
            chars.next();
        } else {
            break;
        }
    }
    let fraction = text.get(end..).and_then(|rest| rest.chars().next()).and_then(vulgar);
    let mut literal = value_of(&groups);
    if let (Some((numerator, denominator)), Some(c)) =
        (fraction, text.get(end..).and_then(|r| r.chars().next()))
    {
        end += c.len_utf8();
        let part = part(numerator.into(), denominator.into());
        literal.value = literal.value.and_then(|whole| whole.checked_add(part?));
        literal.decimal = true;
    }
    Some((end, literal))
}

/// The mark, made one of `,`, `.`, `'`, space, where it stands between the digits of one number.
fn separator(c: char, rest: &str) -> Option<char> {
    let run = rest.chars().filter(|&c| !is_invisible(c)).take_while(|&c| digit(c).is_some()).take(4).count();
    let visible = rest.chars().filter(|&c| !is_invisible(c)).take(4);
    match c {
        ',' | '，' if run > 0 => Some(','),
        '.' | '．' if run > 0 => Some('.'),
        '\'' | '’' if run == 3 => Some('\''),
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' if run == 3 => Some('s'),
        ' ' if run == 3 && visible.clone().take(3).all(|c| c == '0') => Some('s'),
        _ => None,
    }
}

fn value_of(groups: &[Group]) -> Literal {
    let whole = groups.first().map_or("", |group| group.digits.as_str());
    let unread = Literal {
        value: None,
        digits: whole.len(),
        grouped: groups.len() > 1,
        decimal: false,
        unclear: groups.len() == 2 || groups.iter().any(|group| group.digits.len() > 12),
        leading_zero: whole.len() > 1 && whole.starts_with('0'),
    };
    let marks: Vec<char> = groups.iter().skip(1).map(|group| group.mark).collect();
    let lengths: Vec<usize> = groups.iter().skip(1).map(|group| group.digits.len()).collect();
    // the last mark is the decimal one where it differs from those before, or is the only full stop
    let decimal = match marks.as_slice() {
        [] => false,
        ['.'] => true,
        [',' | '\'' | 's'] => false,
        [before @ .., last] => *last != before[0] && matches!(last, '.' | ','),
    };
    let thousands = if decimal { lengths.len().saturating_sub(1) } else { lengths.len() };
    let same = marks.iter().take(thousands).all(|mark| Some(mark) == marks.first());
    // 1,234,567 and the Indian 12,34,567
    let grouped = |lengths: &[usize]| {
        (1..=3).contains(&whole.len())
            && lengths.last() == Some(&3)
            && (lengths.iter().all(|&n| n == 3)
                || marks.first() == Some(&',')
                    && whole.len() <= 2
                    && lengths.iter().rev().skip(1).all(|&n| n == 2))
    };
    if thousands > 0 && !(same && lengths.get(..thousands).is_some_and(grouped)) {
        return unread;
    }
    let mut digits = String::new();
    for (index, group) in groups.iter().enumerate() {
        if decimal && index + 1 == groups.len() {
            digits.push('.');
        }
        digits.push_str(&group.digits);
    }
    let integer: usize = groups.iter().take(thousands + 1).map(|group| group.digits.len()).sum();
    // longer ones cannot be held with all their digits
    let value = if digits.len() <= 26 { digits.parse().ok() } else { None };
    let unclear = value.is_none();
    Literal { value, digits: integer, grouped: thousands > 0, decimal, unclear, ..unread }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, length: usize, value: Option<&str>) {
        let (end, literal) = read(text).unwrap();
        assert_eq!(text.get(..end).unwrap().chars().count(), length, "{text}");
        assert_eq!(literal.value.map(|v| v.to_string()), value.map(str::to_owned), "{text}");
    }

    #[test]
    fn grouped_and_decimal() {
        check("27,000 to", 6, Some("27000"));
        check("1,234,567.50", 12, Some("1234567.50"));
        check("12,34,567", 9, Some("1234567"));
        check("1.234.567,5", 11, Some("1234567.5"));
        check("1'000", 5, Some("1000"));
        check("816 000 t", 7, Some("816000"));
        check("2\u{a0}500 people", 5, Some("2500"));
        check("2\u{202f}500", 5, Some("2500"));
        check(".001 per", 4, Some("0.001"));
        check("4.3.", 3, Some("4.3"));
    }

    #[test]
    fn odd_characters() {
        check("１２３", 3, Some("123"));
        check("2½ miles", 2, Some("2.5"));
        check("½", 1, Some("0.5"));
        check("1\u{200f}0", 3, Some("10"));
    }

    #[test]
    fn what_cannot_be_read_has_no_value() {
        check("2,5 percent", 3, None);
        check("1.2.3", 5, None);
        check("1,2345", 6, None);
        check(&"9".repeat(400), 400, None);
        check("1,000.000,5", 11, None);
    }

    proptest! {
        #[test]
        fn a_printed_number_is_read_back(whole in 0u64..1_000_000_000_000, cents in 0u32..100, grouped: bool) {
            let plain = whole.to_string();
            let mut text = String::new();
            for (at, c) in plain.char_indices() {
                if grouped && at > 0 && (plain.len() - at) % 3 == 0 {
                    text.push(',');
                }
                text.push(c);
            }
            let text = format!("{text}.{cents:02}");
            let (end, literal) = read(&text).unwrap();
            prop_assert_eq!(end, text.len());
            let expected: Decimal = format!("{plain}.{cents:02}").parse().unwrap();
            prop_assert_eq!(literal.value, Some(expected));
        }

        #[test]
        fn anything_is_read_without_panic(text in "[0-9.,'½ \u{a0}\u{200f}１９-]{0,40}") {
            if let Some((end, _)) = read(&text) {
                prop_assert!(text.is_char_boundary(end) && end > 0);
            }
        }
    }
}
