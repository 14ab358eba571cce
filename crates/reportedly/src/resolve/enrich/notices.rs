//! Doubts about sourcing, S10 to S19 (`docs/notices.md`).

use super::{Context, cover};
use crate::resolve::Resolutions;
use crate::{
    AnonymityClass, Basis, BasisClass, BlockKind, Claim, Form, Naming, Notice, ResponseKind, Source,
    SourceKind, Span, Words,
};

/// Adds the notices on sourcing.
pub(super) fn add(context: Context<'_>, resolved: &mut Resolutions) {
    let mut notices = Vec::new();
    for claim in &resolved.claims {
        of_claim(context, claim, &resolved.sources, &mut notices);
    }
    for source in &resolved.sources {
        of_source(context, source, &mut notices);
    }
    resolved.notices.append(&mut notices);
}

fn of_claim(context: Context<'_>, claim: &Claim, sources: &[Source], notices: &mut Vec<Notice>) {
    let text = context.text();
    let content = cover(&claim.content);
    let origin = claim.chain.last().and_then(|step| step.sources.first());
    let origin = origin.and_then(|step| sources.get(step.source.0 as usize));
    let place = cover(&claim.source).or(content);
    if let (Form::Direct, Some(source)) = (claim.form, origin) {
        let plural = source.kind == SourceKind::Group && source.naming == Naming::Unnamed;
        if plural && claim.words == Some(Words::Speaker) && claim.chain.len() == 1 {
            let message = "one quotation in the name of several: who of them said it is not stated";
            notices.push(Notice::new("S10", place, message));
        }
    }
    match claim.words {
        Some(Words::Carrier) => {
            let carrier = claim.chain.first().and_then(|step| step.sources.first());
            let carrier = carrier.and_then(|step| sources.get(step.source.0 as usize));
            let who = |source: Option<&Source>| {
                let described = source.and_then(|s| s.descriptor).map(|span| span.of(text).to_owned());
                source.and_then(|s| s.name.clone()).or(described)
            };
            let message = match (who(carrier), who(origin)) {
                (Some(carrier), Some(origin)) => {
                    format!("the quoted words are those of {carrier}, not of {origin}")
                }
                _ => "the quoted words are those of the carrier, not of the origin".to_owned(),
            };
            notices.push(Notice::new("S12", content, message));
        }
        Some(Words::Unclear) => {
            notices.push(Notice::new("S13", content, "whose words are quoted cannot be told"));
        }
        _ => {}
    }
    if let Some(response) = claim.response {
        match response.kind {
            ResponseKind::Unverified => {
                notices.push(Notice::new("S15", Some(response.span), "said not to be verified"));
            }
            ResponseKind::Credited => {
                let message = "credit for the first report, which need not be what this one rests on";
                notices.push(Notice::new("S17", Some(response.span), message));
            }
            _ => {}
        }
    }
    if let Some(unknown) = claim.unknown {
        notices.push(Notice::new("S16", Some(unknown), "said not to be known or not to have been told"));
    }
    if let (Form::Own, Some(content)) = (claim.form, content) {
        let paragraph = context.segments.paragraph_at(content.start());
        let paragraph = paragraph.and_then(|index| context.segments.paragraphs.get(index));
        let running = paragraph.is_some_and(|p| matches!(p.kind, BlockKind::Paragraph | BlockKind::ListItem));
        let found = context.language.disputable.find(text, content);
        if let (true, Some(found)) = (running, found.first()) {
            let message = format!("said in the report's own voice: a {}", found.class.name());
            notices.push(Notice::new("S18", Some(found.span), message));
        }
    }
}

fn of_source(context: Context<'_>, source: &Source, notices: &mut Vec<Notice>) {
    let first: Option<Span> = source.mentions.first().copied().or(source.descriptor);
    if source.anonymity.is_some_and(|anonymity| anonymity.class == AnonymityClass::NoneStated) {
        notices.push(Notice::new("S11", first, "not named, and no reason is given"));
    }
    if let Some(Basis { class: BasisClass::NotStated, span: Some(span) }) = source.basis {
        let message = format!("“{}” does not say how", span.of(context.text()));
        notices.push(Notice::new("S19", Some(span), message));
    }
    if source.stated_count.is_none_or(|count| count > 1) && is_plural_then_one(context, source) {
        let message = "in the plural here, but one person elsewhere in the report";
        notices.push(Notice::new("S14", first, message));
    }
}

/// A group that some mention calls one person: "officials said" and, of the same source, "the official said".
fn is_plural_then_one(context: Context<'_>, source: &Source) -> bool {
    let one = |span: &Span| {
        let words = span.of(context.text()).to_lowercase();
        let starts = ["a ", "an ", "one ", "the "].iter().any(|article| words.starts_with(article));
        let last =
            words.split([',', ';']).next().unwrap_or("").split_whitespace().last().unwrap_or("").to_owned();
        starts
            && ["official", "source", "aide", "person", "diplomat", "adviser", "advisor"]
                .contains(&last.as_str())
    };
    source.kind == SourceKind::Group && source.naming == Naming::Unnamed && source.mentions.iter().any(one)
}
