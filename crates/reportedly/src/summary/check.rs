//! What looks weak in a report: places to look at before anything else. Never a verdict.

use crate::language::{Classes, DisputableClass};
use crate::{Claim, ClaimId, Form, Naming, ResponseKind, SourceKind, Span, Words};

use super::{Origin, Place, View, origin, title};

/// Something to look at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What kind of weakness.
    pub kind: CheckKind,
    /// Where, in text order.
    pub places: Vec<Place>,
    /// What is weak, in words for the reader: lower case, no full stop.
    pub says: String,
    /// The words of the report that show it; empty where `says` tells all.
    pub quote: Vec<Span>,
}

/// Kinds of weakness, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckKind {
    /// The title says more than the text.
    Title,
    /// The report itself could not verify it.
    Unverified,
    /// Nobody is given as the source.
    Nobody,
    /// Only unnamed sources stand behind it.
    Unnamed,
    /// The doubts of the sourcing rules: a plural with one person behind it, a loop in a chain.
    Sourcing,
    /// The quoted words are not the speaker's own.
    Words,
    /// Told in the outlet's own voice, though it can be disputed.
    OwnVoice,
    /// A figure lacks what it needs to be understood.
    Figure,
    /// What the report says is not known.
    Unknown,
    /// Denied, declined, not answered.
    Reaction,
    /// Any other doubt.
    Other,
}

impl CheckKind {
    /// Every kind, in order.
    pub const ALL: &'static [CheckKind] = &[
        CheckKind::Title,
        CheckKind::Unverified,
        CheckKind::Nobody,
        CheckKind::Unnamed,
        CheckKind::Sourcing,
        CheckKind::Words,
        CheckKind::OwnVoice,
        CheckKind::Figure,
        CheckKind::Unknown,
        CheckKind::Reaction,
        CheckKind::Other,
    ];

    /// A short heading.
    pub fn heading(self) -> &'static str {
        match self {
            CheckKind::Title => "title",
            CheckKind::Unverified => "could not be verified",
            CheckKind::Nobody => "nobody behind it",
            CheckKind::Unnamed => "unnamed sources only",
            CheckKind::Sourcing => "sourcing",
            CheckKind::Words => "whose words",
            CheckKind::OwnVoice => "in its own voice",
            CheckKind::Figure => "figures",
            CheckKind::Unknown => "said to be unknown",
            CheckKind::Reaction => "reactions",
            CheckKind::Other => "also",
        }
    }
}

pub(super) fn checks(view: &View<'_>) -> Vec<Check> {
    let mut checks = title::checks(view);
    for origin in origin::origins(view).iter().filter(|origin| origin.naming == Naming::Unnamed) {
        checks.extend(unnamed(view, origin));
    }
    let mut figures: Vec<Span> = view.analysis.figures.iter().map(|figure| figure.span).collect();
    figures.sort();
    for (_, claim) in view.claims() {
        checks.extend(reaction(view, claim));
        if claim.form == Form::Own {
            checks.extend(own_voice(view, claim, &figures));
        } else if view.class(claim) == Naming::Absent && claim.response.is_none() {
            checks.push(at_claim(view, claim, CheckKind::Nobody, nobody(view, claim)));
        }
        if claim.words == Some(Words::Carrier) {
            checks.push(at_claim(view, claim, CheckKind::Words, carrier_words(view, claim)));
        }
    }
    checks.extend(view.analysis.notices.iter().filter_map(|notice| from_notice(view, notice)));
    checks.sort_by(|a, b| (a.kind, a.places.first()).cmp(&(b.kind, b.places.first())));
    checks
}

fn at_claim(view: &View<'_>, claim: &Claim, kind: CheckKind, says: String) -> Check {
    let quote = if claim.content.is_empty() { claim.cue.clone() } else { claim.content.clone() };
    Check { kind, places: vec![view.place(claim)], says, quote }
}

/// One check for each unnamed origin: what rests on it, whether a reason is given.
fn unnamed(view: &View<'_>, origin: &Origin) -> Option<Check> {
    let claims: Vec<ClaimId> = origin.chains.iter().flat_map(|chain| chain.claims.iter().copied()).collect();
    let claim_at = |id: &ClaimId| view.analysis.claims.get(id.0 as usize);
    // Whom a poll or study asked is not a source that hides.
    let asked = |claim: &&Claim| {
        let mut before = claim.chain.iter().rev().skip(1).flat_map(|step| &step.sources);
        before.any(|at| view.source(at.source).is_some_and(|source| source.kind == SourceKind::Document))
    };
    // Nothing rests on somebody who said nothing; the reaction itself is listed by its kind.
    let own = claims.iter().filter_map(claim_at).filter(|claim| !asked(claim) && !is_silence(claim));
    let own: Vec<&Claim> = own.collect();
    let first = own.first()?;
    if origin.sources.iter().all(|id| has_maker(view, *id)) {
        return None;
    }
    let mut places: Vec<Place> = own.iter().map(|claim| view.place(claim)).collect();
    places.sort();
    places.dedup();
    let reason = |id: &crate::SourceId| view.source(*id).and_then(|source| source.anonymity);
    let none = |anonymity: crate::Anonymity| anonymity.class == crate::AnonymityClass::NoneStated;
    let without = origin.sources.iter().all(|id| reason(id).is_some_and(none));
    let reason = if without { ", no reason given" } else { "" };
    let says = match own.len() {
        1 => format!("{}{reason}", origin.label),
        n => format!("{n} statements from {}{reason}", origin.label),
    };
    Some(Check { kind: CheckKind::Unnamed, places, says, quote: first.content.clone() })
}

/// "a report by the Audit Office": a document whose maker is named hides nobody.
fn has_maker(view: &View<'_>, id: crate::SourceId) -> bool {
    let Some(source) = view.source(id).filter(|source| source.kind == SourceKind::Document) else {
        return false;
    };
    let told = source.descriptor.iter().chain(&source.mentions);
    told.map(|span| span.of(&view.document.text)).any(|words| {
        let mut words = words.split_whitespace().skip(1);
        words.any(|word| {
            let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            word.starts_with(char::is_uppercase)
                && !view.language.sourcing.classes(&word.to_lowercase()).any(Classes::CALENDAR)
        })
    })
}

/// Whether a claim tells that nothing was told.
pub(super) fn is_silence(claim: &Claim) -> bool {
    use ResponseKind::{Declined, NoResponse, Unverified};
    claim.response.is_some_and(|response| matches!(response.kind, Declined | NoResponse | Unverified))
}

fn nobody(view: &View<'_>, claim: &Claim) -> String {
    let cue = super::words(view.document, &claim.cue);
    let through = view.chain(claim);
    let through = match through.split_last() {
        Some((_, before)) if !before.is_empty() => format!(" (through {})", before.join(", ")),
        _ => String::new(),
    };
    if cue.is_empty() {
        format!("nobody is given as the source{through}")
    } else {
        format!("“{cue}”: by whom?{through}")
    }
}

fn carrier_words(view: &View<'_>, claim: &Claim) -> String {
    let chain = view.chain(claim);
    match chain.as_slice() {
        [carrier, .., origin] => format!("the quoted words are those of {carrier}, not of {origin}"),
        [origin] => format!("the quoted words are the report's own, not those of {origin}"),
        [] => "the quoted words are the report's own".to_owned(),
    }
}

fn reaction(view: &View<'_>, claim: &Claim) -> Option<Check> {
    let response = claim.response?;
    let who = view.chain(claim).pop();
    let who = who.filter(|_| view.class(claim) != Naming::Absent);
    let by = |says: &str| match &who {
        Some(who) => format!("{who} {says}"),
        None => says.to_owned(),
    };
    let (kind, says) = match response.kind {
        ResponseKind::Unverified => (CheckKind::Unverified, "could not be verified".to_owned()),
        ResponseKind::Denied => (CheckKind::Reaction, by("denied it")),
        ResponseKind::Declined => (CheckKind::Reaction, by("declined to comment")),
        ResponseKind::NoResponse => (CheckKind::Reaction, by("did not respond")),
        ResponseKind::Confirmed | ResponseKind::Credited => return None,
    };
    let quote = vec![claim.content.iter().copied().fold(response.span, Span::cover)];
    Some(Check { kind, places: vec![view.place(claim)], says, quote })
}

/// A sentence in the outlet's own voice that holds what can be disputed. `figures` are in text order.
fn own_voice(view: &View<'_>, claim: &Claim, figures: &[Span]) -> Option<Check> {
    let holds_figure = |content: &Span| {
        let from = figures.partition_point(|figure| figure.start() < content.start());
        let mut inside = figures.iter().skip(from).take_while(|figure| figure.start() < content.end());
        inside.any(|figure| content.contains(*figure))
    };
    let mut reasons = Vec::new();
    if claim.content.iter().any(holds_figure) {
        reasons.push("a figure without a source".to_owned());
    }
    let text = &view.document.text;
    let mut found: Vec<&'static str> = (claim.content.iter())
        .flat_map(|span| view.language.disputable.find(text, *span))
        .map(|found| disputable(found.class))
        .collect();
    found.sort();
    found.dedup();
    reasons.extend(found.into_iter().map(str::to_owned));
    if reasons.is_empty() || claim.response.is_some() || view.place(claim) == Place::Correction {
        return None;
    }
    let quote = claim.content.clone();
    Some(Check {
        kind: CheckKind::OwnVoice,
        places: vec![view.place(claim)],
        says: format!("its own voice: {}", reasons.join(", ")),
        quote,
    })
}

fn disputable(class: DisputableClass) -> &'static str {
    match class {
        DisputableClass::Superlative => "a superlative",
        DisputableClass::Cause => "a cause",
        DisputableClass::Judgment => "a judgment",
    }
}

fn from_notice(view: &View<'_>, notice: &crate::Notice) -> Option<Check> {
    let span = notice.span?;
    let kind = match notice.code {
        // Told above, with more around it: nobody behind it, no reason given, whose words, its own voice, a reaction.
        "S02" | "S11" | "S12" | "S15" | "S18" => return None,
        "S13" => CheckKind::Words,
        "S16" => return Some(unknown(view, span)),
        "S17" | "S19" => CheckKind::Other,
        code => match code.as_bytes().first() {
            Some(b'F') => CheckKind::Figure,
            Some(b'S') => CheckKind::Sourcing,
            _ => CheckKind::Other,
        },
    };
    // A message that quotes its place needs it no second time.
    let quoted = notice.message.contains(span.of(&view.document.text));
    let quote = if quoted { Vec::new() } else { vec![span] };
    Some(Check { kind, places: vec![view.places.of(span)], says: notice.message.clone(), quote })
}

/// What the report says is not known: the claim or the sentence that says so.
fn unknown(view: &View<'_>, span: Span) -> Check {
    let holds = |claim: &&Claim| claim.content.iter().any(|content| content.contains(span));
    let claim = view
        .analysis
        .claims
        .iter()
        .filter(holds)
        .min_by_key(|c| c.content.iter().map(|s| s.len()).sum::<usize>());
    let quote = claim.map_or_else(|| vec![sentence(view, span)], |claim| claim.content.clone());
    Check {
        kind: CheckKind::Unknown,
        places: vec![view.places.of(span)],
        says: "not known, the report says".to_owned(),
        quote,
    }
}

/// The sentence around a span, as far as full stops tell.
fn sentence(view: &View<'_>, span: Span) -> Span {
    let text = &view.document.text;
    let block =
        view.places.blocks().iter().find(|(block, _)| block.contains(span)).map_or(span, |(block, _)| *block);
    let before = Span::new(block.start(), span.start()).of(text);
    let after = Span::new(span.end(), block.end()).of(text);
    let start = before.rfind(". ").map_or(block.start(), |at| block.start() + at + 2);
    let end = after.find(". ").map_or(block.end(), |at| span.end() + at + 1);
    Span::new(start, end)
}
