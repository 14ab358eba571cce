//! Parts that a figure needs and the report leaves out: the period of a rate, the whole of a share, the other side of
//! a comparison.

use super::amount::{Amount, Known};
use super::lex::Line;
use super::number::Sort;
use crate::language::Class;
use crate::{Change, ChangeKind, FigureStatus, Notice, Span, Time};

/// What is known around an amount when its missing parts are looked for.
pub(super) struct Around<'a> {
    pub(super) change: Option<Change>,
    pub(super) status: Option<FigureStatus>,
    /// What it counts, where words beside it say so rather than a guess.
    pub(super) counted: Option<(usize, usize)>,
    /// Whether a further amount of the sentence tells another part of the same change.
    pub(super) other_end: bool,
    pub(super) sentence: Span,
    pub(super) paragraph: Span,
    pub(super) times: &'a [Time],
    pub(super) text: &'a str,
    /// The text around the amount, some paragraphs.
    pub(super) near: &'a str,
    /// Whether a number of people or things stands shortly before, of which a share may be.
    pub(super) of_number: bool,
}

/// The notice for the amount, if a part is missing.
pub(super) fn missing(
    line: &Line<'_>,
    amount: &Amount,
    around: &Around<'_>,
    known: &Known,
) -> Option<Notice> {
    rate(line, amount, around, known)
        .or_else(|| comparison(line, amount, around, known))
        .or_else(|| base(line, amount, around, known))
}

fn notice(line: &Line<'_>, amount: &Amount, code: &'static str, message: &str) -> Option<Notice> {
    let span = line.span(amount.start, amount.end)?;
    Some(match code {
        "F01" => Notice::new("F01", Some(span), message),
        "F02" => Notice::new("F02", Some(span), message),
        _ => Notice::new("F03", Some(span), message),
    })
}

/// Words that far from the amount have nothing to do with it.
const REACH: usize = 80;

fn around_it(amount: &Amount) -> std::ops::Range<usize> {
    amount.start.saturating_sub(REACH)..amount.end + REACH
}

fn has_any(line: &Line<'_>, amount: &Amount, words: &[&str]) -> bool {
    around_it(amount).any(|at| words.contains(&line.key(at)))
}

/// Whether a time stands in `span`, other than behind "since".
fn timed(around: &Around<'_>, span: Span) -> bool {
    let first = around.times.partition_point(|time| time.span.end() <= span.start());
    around.times.iter().skip(first).take_while(|time| time.span.start() < span.end()).any(|time| {
        let before = around.text.get(..time.span.start()).unwrap_or("").trim_end();
        !(before.ends_with("since") || before.ends_with("Since"))
    })
}

/// "The number of people traveling there has dropped from ten to two": in which time?
fn rate(line: &Line<'_>, amount: &Amount, around: &Around<'_>, known: &Known) -> Option<Notice> {
    if amount.per.is_some()
        || amount.unit.is_some() && amount.unit != known.vote
        || amount.sort == Sort::Percent
    {
        return None;
    }
    let before = amount.start.checked_sub(1)?;
    let pace = line.key(before) == "of" && matches!(line.key(before.wrapping_sub(1)), "rate" | "pace");
    let level = around.change.is_some_and(|change| change.kind != ChangeKind::By);
    let flow = level
        && around.counted.is_some_and(|(start, end)| {
            let number =
                (start.saturating_sub(3)..start).any(|at| matches!(line.key(at), "number" | "numbers"));
            number && (end..end + 8).any(|at| FLOWS.contains(&line.key(at)))
        });
    let period = has_any(
        line,
        amount,
        &["per", "each", "every", "daily", "weekly", "monthly", "annual", "annually", "yearly", "a"],
    ) && around_it(amount).any(|at| super::rate::behind(line, at).is_some());
    if !(pace || flow) || period || timed(around, around.sentence) {
        return None;
    }
    notice(line, amount, "F01", "a rate whose period is not given")
}

/// Verbs of people or things that keep coming: their number means little without a period.
const FLOWS: [&str; 30] = [
    "traveling",
    "travelling",
    "travel",
    "arriving",
    "entering",
    "crossing",
    "joining",
    "leaving",
    "fleeing",
    "returning",
    "coming",
    "dying",
    "killed",
    "seeking",
    "migrating",
    "applying",
    "attempting",
    "attempted",
    "arrested",
    "infected",
    "born",
    "moving",
    "traveled",
    "travelled",
    "joined",
    "arrived",
    "crossed",
    "left",
    "fled",
    "entered",
];

/// "Crime rose 20 percent", "twice as likely": against what?
fn comparison(line: &Line<'_>, amount: &Amount, around: &Around<'_>, known: &Known) -> Option<Notice> {
    let multiple = amount.unit.is_some() && amount.unit == known.times;
    if multiple {
        let as_ = line.key(amount.end) == "as" && line.key(amount.end + 1) == "likely";
        let more = matches!(line.key(amount.end), "more" | "higher" | "greater" | "less")
            && matches!(line.key(amount.end + 1), "likely" | "often");
        let other = (amount.end + 1..amount.end + REACH).any(|at| {
            matches!(line.key(at), "as" | "than" | "compared" | "what" | "average" | "of" | "before")
        });
        if !(as_ || more)
            || other
            || has_any(line, amount, &["than", "compared", "while", "whereas", "versus", "average"])
        {
            return None;
        }
        return notice(line, amount, "F03", "a comparison whose other side is not given");
    }
    let by = around.change.is_some_and(|change| change.kind == ChangeKind::By);
    let share = amount.unit.is_some() && amount.unit == known.percent;
    if !(by && share) || around.other_end || around.status.is_some() {
        return None;
    }
    if timed(around, around.paragraph)
        || has_any(line, amount, &GIVEN)
        || around_it(amount).any(|at| {
            super::names::is_year(line, at)
                || line.is(at, Class::WEEKDAY.or(Class::FORECAST))
                || line.is(at, Class::MONTH) && line.capital(at)
        })
    {
        return None;
    }
    let market = ["stocks", "shares", "Wall Street", "index", "futures", "traders", "investors", "bourse"];
    if market.iter().any(|word| around.near.contains(word)) || line.key(amount.end) == "of" {
        return None;
    }
    // only what is told as done: "rose", "has doubled"
    let told = amount.multiple
        && !line.key(amount.core).ends_with("ing")
        && !line.key(amount.core).ends_with("fold")
        || super::change::before(line, amount.start).is_some_and(|(at, _)| {
            let key = line.key(at);
            amount.start - at <= 3 && (key.ends_with("ed") || PAST.contains(&key))
        });
    if !told {
        return None;
    }
    notice(line, amount, "F03", "a change whose starting point is not given")
}

const PAST: [&str; 16] = [
    "rose", "risen", "grew", "grown", "fell", "fallen", "sank", "sunk", "shrank", "shrunk", "leapt", "slid",
    "swollen", "lost", "spiked", "shot",
];

/// Words that give the other side, or that make it plain: prices move from one day to the next.
const GIVEN: [&str; 62] = [
    "since",
    "from",
    "than",
    "compared",
    "comparison",
    "previous",
    "previously",
    "earlier",
    "ago",
    "last",
    "past",
    "year",
    "years",
    "month",
    "months",
    "week",
    "weeks",
    "quarter",
    "decade",
    "decades",
    "annual",
    "annually",
    "annualized",
    "after",
    "before",
    "within",
    "during",
    "overnight",
    "premarket",
    "shares",
    "share",
    "stock",
    "stocks",
    "index",
    "futures",
    "nasdaq",
    "dow",
    "yield",
    "yields",
    "crude",
    "oil",
    "gold",
    "price",
    "prices",
    "currency",
    "dollar",
    "euro",
    "pound",
    "yen",
    "bitcoin",
    "trading",
    "session",
    "close",
    "closed",
    "markets",
    "market",
    "if",
    "when",
    "every",
    "each",
    "over",
    "until",
];

/// "70 percent agree": of whom?
fn base(line: &Line<'_>, amount: &Amount, around: &Around<'_>, known: &Known) -> Option<Notice> {
    let share = amount.unit.is_some() && amount.unit == known.percent;
    if !share || around.change.is_some() || around.counted.is_some() || amount.multiple {
        return None;
    }
    // a share that people take in something: "70 percent said", "60 percent were women"
    let verb = matches!(
        line.key(amount.end),
        "said"
            | "say"
            | "says"
            | "agree"
            | "agreed"
            | "disagree"
            | "believe"
            | "believed"
            | "think"
            | "thought"
            | "support"
            | "supported"
            | "oppose"
            | "opposed"
            | "approve"
            | "approved"
            | "disapprove"
            | "disapproved"
            | "favor"
            | "favored"
            | "were"
            | "are"
            | "had"
            | "have"
            | "voted"
            | "wanted"
            | "want"
            | "died"
            | "did"
    );
    let idiom =
        amount.low.is_some_and(|low| low >= rust_decimal::Decimal::ONE_HUNDRED) || amount.end >= line.len();
    // a poll says once whom it asked
    let polled = [
        "poll",
        "survey",
        "respondents",
        "voters",
        "adults",
        "asked",
        "interviewed",
        "Americans",
        "percent of",
        "% of",
    ];

    let start = line.key(0);
    if !verb
        || idiom
        || around.of_number
        || matches!(start, "of" | "out")
        || has_any(line, amount, &["out"])
        || polled.iter().any(|word| around.near.contains(word))
    {
        return None;
    }
    notice(line, amount, "F02", "a percentage of a whole that is not named here")
}
