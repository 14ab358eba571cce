use crate::{Annotations, DateOrigin, DateRole, Dated, Document, Language, Meta, Time, segment};

use super::times;

fn read(text: &str, published: Option<&str>) -> (Vec<Time>, Vec<crate::Notice>) {
    let dated = published.map(|date| Dated {
        date: date.parse().unwrap(),
        time: None,
        role: DateRole::Published,
        origin: DateOrigin::User,
        evidence: String::new(),
    });
    let document = Document::plain("test", text, Meta { published: dated, ..Meta::default() });
    let language = Language::english();
    let segments = segment(language, &document);
    times(language, &document, &segments, &Annotations::default(), &[])
}

#[test]
fn the_data_is_sound() {
    assert_eq!(Language::english().times.errors, Vec::<String>::new());
}

#[test]
fn every_example_of_the_data() {
    let mut wrong = Vec::new();
    for (sentence, holds) in &Language::english().times.examples {
        let text = sentence.replace(['[', ']'], "");
        let (found, _) = read(&text, Some("2016-06-09"));
        let found: Vec<&str> = found.iter().map(|time| time.span.of(&text)).collect();
        let right = if *holds {
            let words = sentence.split_once('[').and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
            found.contains(&words)
        } else {
            found.is_empty()
        };
        if !right {
            wrong.push(format!("{sentence} gave {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each `[words=value]` of the text must be found with that value, and nothing else.
#[track_caller]
fn check(published: Option<&str>, text: &str) {
    let (mut plain, mut expected, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, after) = after.split_once(']').unwrap();
        let (words, value) = inside.split_once('=').unwrap();
        plain.push_str(before);
        plain.push_str(words);
        expected.push((words.to_owned(), value.to_owned()));
        rest = after;
    }
    plain.push_str(rest);
    let (found, _) = read(&plain, published);
    let found: Vec<(String, String)> =
        found.iter().map(|time| (time.span.of(&plain).to_owned(), time.value.clone())).collect();
    assert_eq!(found, expected, "{plain}");
}

/// A Thursday.
const DAY: Option<&str> = Some("2016-06-09");

#[test]
fn weekdays_are_past_unless_the_clause_looks_ahead() {
    check(DAY, "The minister said [Tuesday=2016-06-07] that the port was closed.");
    check(DAY, "The minister will meet the dockers on [Tuesday=2016-06-14].");
    check(DAY, "The court sits on [Thursday=2016-06-09].");
    check(DAY, "[Last Thursday=2016-06-02] the court rose; it sits again [next Monday=2016-06-13].");
    check(DAY, "Following [Monday=2016-06-06]’s vote the mayor resigned.");
    check(DAY, "They met on [Wednesday of last week=2016-06-01].");
}

#[test]
fn months_and_days_take_the_year_that_the_clause_allows() {
    check(Some("2016-05-20"), "A report released in [March=2016-03] says so.");
    check(DAY, "The talks failed in [December=2015-12].");
    check(DAY, "The talks will resume in [December=2016-12].");
    check(DAY, "The dividend is payable on [July 1=2016-07-01].");
    check(DAY, "It is an attack that killed nine on [Feb. 3=2016-02-03].");
    check(DAY, "In [June last year=2015-06] and [last July=2015-07] they met.");
    check(DAY, "It ran from [May 3=2016-05-03] to [7=2016-05-07].");
    check(
        DAY,
        "It ran from [April 20=2014-04-20] to [26, 2014=2014-04-26], and at [Christmas in 1993=1993-12-25].",
    );
    check(DAY, "Since the [Sept. 11=2001-09-11] attacks, and on [Sept. 11=2015-09-11] it rained.");
    check(DAY, "See https://example.org/2015/05/03/story for my first March for peace.");
    check(DAY, "It ran on [May 3-7=2016-05-03/2016-05-07].");
}

#[test]
fn a_year_is_never_its_first_day() {
    let (found, _) = read("He left in 2013, and prices rose last fall and in the 1990s.", DAY);
    let days: Vec<(String, String, String)> = found
        .iter()
        .map(|time| {
            let (first, last) = time.days.unwrap();
            (time.value.clone(), first.to_string(), last.to_string())
        })
        .collect();
    let expected = [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2015-FA", "2015-09-01", "2015-12-21"),
        ("199", "1990-01-01", "1999-12-31"),
    ];
    assert_eq!(days, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}

#[test]
fn durations_shifts_and_sets() {
    check(DAY, "He texted [about six months ago=2015-12] and again [two weeks ago=2016-W21].");
    check(DAY, "Within [the past year=P1Y] and [the past three decades=P30Y] prices fell.");
    check(
        DAY,
        "[Hundreds of years=PXY], [two and a half years=P2Y6M], [three-and-a-half years=P3Y6M], a [10-hour=PT10H] drive.",
    );
    check(
        DAY,
        "They work [60 hours a week=PT60H] and meet [every Friday=XXXX-WXX-5] and [every 72 minutes=PT72M].",
    );
    check(DAY, "They will meet [in 10 days=2016-06-19] and [in a few weeks=FUTURE_REF].");
    check(DAY, "Her 14-year-old daughter earns $5 a day.");
}

#[test]
fn times_of_day() {
    check(DAY, "The bomb went off [around 8:30 p.m.=2016-06-09T20:30] in the market.");
    check(DAY, "They left at [10 p.m. Wednesday=2016-06-08T22:00] and at [noon Thursday=2016-06-09T12:00].");
    check(
        DAY,
        "[Monday night=2016-06-06TNI], [this morning=2016-06-09TMO], [last night=2016-06-08TNI], [tonight=2016-06-09TNI]",
    );
    check(DAY, "They left on [May 3, 2015=2015-05-03] at [0735 GMT=2015-05-03T07:35].");
}

#[test]
fn what_was_spoken_of_before() {
    check(DAY, "He fell ill in [May 2009=2009-05]. [The following year=2010] the mill closed.");
    check(DAY, "He fell ill on [May 3, 2009=2009-05-03]. [A day earlier=2009-05-02] he had been well.");
    check(DAY, "In [May 2009=2009-05] he fell ill. He was [then=2009-05].");
    check(DAY, "[Third-quarter=2015-Q3] profit rose 3 percent from [a year earlier=2014-Q3].");
}

#[test]
fn without_a_publication_date_what_is_relative_stays_open() {
    check(
        None,
        "On [Tuesday=XXXX-WXX-2] and [last year=XXXX] and [yesterday=XXXX-XX-XX], in [2013=2013] and in [March=XXXX-03].",
    );
    let (_, notices) = read("On Tuesday and last year and yesterday.", None);
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["T03"]);
    let (_, notices) = read("It was in 2013.", None);
    assert_eq!(notices, []);
}

#[test]
fn readings_that_hang_on_the_publication_date() {
    let (found, _) = read("It was in 2013. Last fall and the following year it rained.", DAY);
    let hang = |at| crate::hangs_on_publication(&found, crate::TimeId(at));
    assert_eq!((hang(0), hang(1), hang(2), hang(3)), (false, true, true, false));
}

#[test]
fn days_that_do_not_exist_are_left_alone() {
    check(DAY, "They met on February 30, 2015, and on 31.04.2015, in the year 0 and the year 99999.");
    check(DAY, "They met on May 3, 0000, and on 3 May 99999.");
    let (_, notices) = read("They met on February 30, 2015.", DAY);
    assert_eq!(notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["T02"]);
    check(DAY, "They met on [Feb. 29, 2016=2016-02-29] and [1 May 9998=9998-05-01].");
}

#[test]
fn odd_spaces_and_marks() {
    check(
        DAY,
        "Am [3\u{a0}May\u{202f}2015=2015-05-03], \u{200f}[October\u{a0}2014=2014-10]\u{200f}, [2015-05-03=2015-05-03].",
    );
    check(DAY, "Room 2015B, $2015, 2,015 men, version 2.2015, 20155 and flight 1999% are no years.");
}

proptest::proptest! {
    #[test]
    fn whatever_is_read_has_sound_places(words in proptest::collection::vec(word(), 0..30), date in "[0-9]{4}-0[1-9]-[0-2][1-8]") {
        let text = words.concat();
        let published = date.parse::<jiff::civil::Date>().ok().map(|_| date.as_str());
        let (found, _) = read(&text, published);
        let mut end = 0;
        for time in &found {
            proptest::prop_assert!(time.span.start() >= end, "{:?} overlaps in {text:?}", time.span);
            proptest::prop_assert!(!time.span.of(&text).is_empty());
            proptest::prop_assert!(!time.value.is_empty());
            if let Some((first, last)) = time.days {
                proptest::prop_assert!(first <= last);
            }
            end = time.span.end();
        }
        let (again, _) = read(&text, published);
        proptest::prop_assert_eq!(found, again);
    }

    #[test]
    fn a_printed_day_is_read_back(year in 1001i16..2999, month in 1i8..=12, day in 1i8..=31, form in 0..4) {
        const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December"];
        if let Ok(date) = jiff::civil::Date::new(year, month, day) {
            let name = MONTHS[usize::try_from(month).unwrap() - 1];
            let printed = match form {
                0 => format!("{name} {day}, {year}"),
                1 => format!("{day} {name} {year}"),
                2 => date.to_string(),
                _ => format!("{}. {day}, {year}", if name.len() > 4 { &name[..3] } else { name }),
            };
            let printed = if name.len() > 4 || form != 3 { printed } else { printed.replace('.', "") };
            let (found, _) = read(&format!("They met on {printed}."), None);
            let values: Vec<&str> = found.iter().map(|time| time.value.as_str()).collect();
            proptest::prop_assert_eq!(values, vec![date.to_string()], "{}", printed);
        }
    }
}

/// Words of time, digits, marks and noise in any order.
fn word() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    const WORDS: [&str; 60] = [
        "the ",
        "last ",
        "next ",
        "May ",
        "Sept. ",
        "Monday ",
        "year ",
        "years ",
        "ago ",
        "earlier ",
        "in ",
        "of ",
        "a ",
        "half ",
        "quarter ",
        "third",
        "-",
        "twenty",
        "hundred ",
        "thousand ",
        "p.m. ",
        ":",
        "30",
        "8",
        "2015",
        "99999999999",
        "0",
        "1/2",
        "’",
        "'",
        "80s ",
        "century ",
        "every ",
        "each ",
        "about ",
        "more than ",
        "early ",
        "end of ",
        "then ",
        "noon ",
        "tonight ",
        "the day before yesterday ",
        "Easter ",
        "election day ",
        "\u{200f}",
        "\u{a0}",
        "½",
        "２０",
        ". ",
        ", ",
        "\n\n",
        "Q3 ",
        "fiscal ",
        "weekend ",
        "following ",
        "couple of ",
        "from now ",
        "to ",
        "and ",
        "decades ",
    ];
    prop_oneof![4 => (0..WORDS.len()).prop_map(|at| WORDS[at].to_owned()), 1 => "\\PC{0,3}"]
}
