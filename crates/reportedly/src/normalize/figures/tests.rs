use super::*;
use crate::{Document, Meta, segment};

fn read(text: &str) -> Vec<Figure> {
    let language = Language::english();
    let document = Document::plain("test", text, Meta::default());
    let segments = segment(language, &document);
    figures(language, &document, &segments, &Annotations::default(), &[], &[]).0
}

/// The sentence with its figures in brackets.
fn marked(text: &str) -> String {
    let mut out = text.to_owned();
    for figure in read(text).iter().rev() {
        out.insert(figure.span.end(), ']');
        out.insert(figure.span.start(), '[');
    }
    out
}

#[test]
fn the_data_s_own_examples_hold() {
    let mut wrong = Vec::new();
    for example in &Language::english().quantities.examples {
        let plain = example.sentence.replace(['[', ']'], "");
        let got = marked(&plain);
        if got != example.sentence {
            wrong.push(format!("expected {}\n     got {got}", example.sentence));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = read(text)
        .iter()
        .map(|figure| {
            let value =
                |value: Option<rust_decimal::Decimal>| value.map_or("∞".to_owned(), |v| v.to_string());
            let mut words =
                format!("{}..{} {}", value(figure.low), value(figure.high), figure.relation.name());
            if let Some(unit) = &figure.unit {
                words.push_str(&format!(" {unit}"));
            }
            if let Some(per) = &figure.per {
                words.push_str(&format!(" per {per}"));
            }
            if let Some(change) = figure.change {
                words.push_str(&format!(" {}-{}", change.direction.name(), change.kind.name()));
            }
            if let Some(counted) = figure.counted {
                words.push_str(&format!(" | {}", counted.of(text)));
            }
            words
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn ranges_share_their_scale_and_unit() {
    check("There is a one-in-three chance of rain.", &["33.33..33.33 exact percent | chance"]);
    check("It cost between 10 and 20 million euros.", &["10000000..20000000 between EUR"]);
    check("Some 27,000 to 31,000 nurses left.", &["27000..31000 between | nurses"]);
    check("They want five to six hundred beds.", &["500..600 between | beds"]);
    check("Fares go from $2 to $4 million.", &["2000000..4000000 between USD | Fares"]);
}

#[test]
fn bound_and_direction_are_apart() {
    check("Rents were up about 19 percent.", &["19..19 about percent up-by | Rents"]);
    check(
        "Output fell by 75 percent to nearly 500 tons per month.",
        &["75..75 exact percent down-by | Output", "500..500 about ton per month down-to | Output"],
    );
    check(
        "The number of flights dropped from about six to ten to about one or two.",
        &["6..10 between down-from | flights", "1..2 between down-to | flights"],
    );
}

#[test]
fn what_is_no_figure() {
    for text in [
        "It happened on 3 May 2015 at 5:30 p.m.",
        "She is 43 and was born in the 1980s.",
        "He lives at 12 Harbor Street and takes Flight 370.",
        "The second man, number one on the list, came on 9/11.",
        "Call 555-123-4567 about Title 9 and the iPhone 11.",
        "The Reds won 3-2.",
        "It lasted two and a half years.",
        "They doubled down on it.",
    ] {
        check(text, &[]);
    }
}

#[test]
fn odd_digits_are_read_or_left_alone() {
    check("He paid 12\u{202f}500 euros.", &["12500..12500 exact EUR"]);
    check("They sold １２ boats.", &["12..12 exact | boats"]);
    check("It is 2½ miles long.", &["2.5..2.5 exact mile"]);
    check("It holds 1\u{200f}0 boats.", &["10..10 exact | boats"]);
    check("It cost $ and € and nothing.", &[]);
    check(&format!("They had {} boats.", "9".repeat(3000)), &[]);
    let language = Language::english();
    let document = Document::plain("test", "It grew 2,5 percent.", Meta::default());
    let segments = segment(language, &document);
    let notices = figures(language, &document, &segments, &Annotations::default(), &[], &[]).1;
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["F05"]);
}

#[test]
fn a_long_line_is_read_in_time() {
    let text = "one of 5 to 6 million, up 2 percent (about 3 dozen) ".repeat(4000);
    assert!(read(&text).len() > 4000);
}

/// Groups, derived figures and notices of a text, in short.
fn related(text: &str) -> (Vec<String>, Vec<String>) {
    let language = Language::english();
    let document = Document::plain("test", text, Meta::default());
    let segments = segment(language, &document);
    let (found, mut notices) = figures(language, &document, &segments, &Annotations::default(), &[], &[]);
    let (_, derived, more) = relate(text, &segments, &found);
    notices.extend(more);
    let derived = derived.iter().map(|derived| {
        let value = |value: Option<rust_decimal::Decimal>| value.map_or("∞".to_owned(), |v| v.to_string());
        let unit = derived.unit.as_deref().unwrap_or("-");
        format!(
            "{} {}..{} {} {unit}",
            derived.kind.name(),
            value(derived.low),
            value(derived.high),
            derived.relation.name()
        )
    });
    (derived.collect(), notices.iter().map(|notice| notice.code.to_owned()).collect())
}

#[track_caller]
fn check_related(text: &str, derived: &[&str], notices: &[&str]) {
    let (found, codes) = related(text);
    assert_eq!(found, derived, "{text}");
    assert_eq!(codes, notices, "{text}");
}

#[test]
fn what_follows_is_derived() {
    check_related(
        "Arrivals dropped by 75 percent in a year, to nearly 500 per month.",
        &["before 2000..2000 about -"],
        &[],
    );
    check_related("Six of the 10 judges agreed.", &["share 60..60 about percent"], &[]);
    check_related("Of the 900 patients, 20 percent died.", &["count 180..180 about -"], &[]);
    check_related(
        "The fleet grew from 20 boats to 25 boats.",
        &["difference 5..5 exact -", "share 25..25 about percent"],
        &[],
    );
}

#[test]
fn fractions_behind_and_before_numbers() {
    for (text, value) in [
        ("About one and a half million people fled.", 1_500_000),
        ("Some two-and-a-half million people fled.", 2_500_000),
        ("It cost five and a quarter million dollars.", 5_250_000),
        ("It cost 2 and three quarters million dollars.", 2_750_000),
        ("A quarter million people fled.", 250_000),
        ("The quarter-million people fled.", 250_000),
        ("They paid a quarter of a million dollars.", 250_000),
        ("Three quarters of a million people fled.", 750_000),
    ] {
        let found = read(text);
        let values: Vec<_> = found.iter().map(|figure| figure.low).collect();
        assert_eq!(values, [Some(value.into())], "{text}");
    }
    let counts = |text: &str| read(text).iter().map(|figure| figure.low).collect::<Vec<_>>();
    assert_eq!(counts("Six and a quarter of the others agreed.").len(), 2);
    assert_eq!(counts("In the third quarter million-dollar deals fell."), []);
}

#[test]
fn a_rate_stands_with_its_total() {
    for (text, base) in [
        ("The guns fired 36,500 shells, or 100 per day.", "base 365..365 about day"),
        ("The repairs will cost $12 million, or about $1 million a month.", "base 12..12 about month"),
        ("Nearly 500 people per month (a total of 6,000 people) came.", "base 12..12 about month"),
        ("The fund paid $5 billion — $40 per person.", "base 125000000..125000000 about person"),
    ] {
        check_related(text, &[base], &[]);
    }
    // two figures that only stand near each other
    for text in [
        "They sold 300 boats, and 20 tons per month went to the market.",
        "The guns fired 100 shells per day, or 90 percent of them.",
        "Prices rose by $12, or $3 a month.",
        "The fund gives $500 per person or up to $1,000 in all.",
        "They earn $40,000, or $25,000, or $10,000 per year.",
    ] {
        assert!(!related(text).0.iter().any(|derived| derived.starts_with("base")), "{text}");
    }
}

#[test]
fn contradictions_are_noticed() {
    check_related("Sales rose 50 percent from $100 to $120.", &[], &["F04"]);
    check_related("Sales rose 20 percent from $100 to $120.", &[], &[]);
    check_related("Twelve of the 10 judges agreed.", &[], &["F04"]);
    check_related("Support fell 10 percent from 95 percent to 85 percent.", &[], &["F06"]);
}

#[test]
fn missing_parts_are_named() {
    check_related(
        "The number of families fleeing the valley has dropped from ten to two.",
        &["difference 8..8 exact -", "share 80..80 about percent"],
        &["F01"],
    );
    check_related("Cycling has doubled.", &[], &["F03"]);
    check_related("Cycling has doubled since the ban.", &[], &[]);
}

proptest::proptest! {
    #[test]
    fn a_written_count_is_read_back(count in 2u32..2_000_000_000) {
        let plain = count.to_string();
        let mut grouped = String::new();
        for (at, c) in plain.char_indices() {
            if at > 0 && (plain.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(c);
        }
        let text = format!("They found {grouped} coins there.");
        let found = read(&text);
        proptest::prop_assert_eq!(found.len(), usize::from(!(1200..=2199).contains(&count) || grouped.contains(',')));
        proptest::prop_assert!(found.iter().all(|figure| figure.low == Some(count.into()) && figure.high == figure.low));
    }

    #[test]
    fn anything_is_read_without_panic(text in "([0-9]{1,5}|[,.$€%½–-]|to|or|of|and|million|dozens|half|a|from|rose|percent|per|in|[ \u{a0}\u{202f}\u{200f}]|\\PC){0,60}") {
        for figure in read(&text) {
            proptest::prop_assert!(!figure.span.of(&text).is_empty());
        }
        let _ = related(&text);
    }
}

#[test]
fn two_units_are_one_measure() {
    check("He is 6 feet 4 inches tall.", &["76..76 exact inch"]);
    check("It was 5 ft 2 in tall.", &["62..62 exact inch"]);
    check("The baby weighed 7 pounds, 4 ounces.", &["116..116 exact ounce | baby"]);
    // a preposition, and two things
    check("He built 5 ft in 2020.", &["5..5 exact foot"]);
}

#[test]
fn ranges_may_have_blanks_around_their_dash() {
    check("They paid 12,000 - 15,000 dollars.", &["12000..15000 between USD"]);
    check("About 1,000 – 5,000 people came.", &["1000..5000 between | people"]);
}

#[test]
fn what_boils_down_does_not_fall() {
    check("It boils down to 20 votes.", &["20..20 exact vote | votes"]);
}
