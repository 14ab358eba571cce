//! Form of a claim: whether its words are given in quotation marks.

use crate::segment::Quotation;
use crate::{Form, Segments, Span};

/// The form of a claim whose parts are given; `holder` is the content that it is nested in.
///
/// A nested claim is judged by its own inner marks: quotations that also hold words of the claim around it do not count.
pub(super) fn form(
    text: &str,
    segments: &Segments,
    content: &[Span],
    around: &[Span],
    holder: Option<&[Span]>,
) -> Form {
    let Some(whole) = content.iter().copied().reduce(Span::cover) else { return Form::Indirect };
    let (mut inside, mut outside) = (0usize, 0usize);
    for &piece in content {
        for index in segments.tokens_in(piece) {
            let Some(token) = segments.tokens.get(index) else { continue };
            if !token.span.of(text).chars().any(char::is_alphanumeric) {
                continue;
            }
            if quotes_at(segments, token.span).any(|q| own(q, text, whole, around, holder)) {
                inside += 1;
            } else if inside + outside > 0 || !opens(token.span.of(text)) {
                // a conjunction or article before the marks is nobody's words
                outside += 1;
            }
        }
    }
    // "“how the system is rigged,” and “our own citizens”": marks at both ends
    let written = whole.of(text).trim();
    let marks = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let framed = content.len() == 1
        && written.starts_with(marks)
        && written.ends_with(marks)
        && inside * 10 >= (inside + outside) * 6;
    match (inside, outside) {
        (0, _) => Form::Indirect,
        // "that “FBI is continuing …”": the conjunction stands outside
        _ if framed => Form::Direct,
        (inside, outside) if outside * 12 <= inside => Form::Direct,
        _ => Form::Mixed,
    }
}

/// Words before the marks that belong to no speaker: "that “the harbor is closed”".
fn opens(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "that" | "to" | "the" | "a" | "an")
}

/// The quotations that hold a token; they start at most one paragraph before it.
pub(super) fn quotes_at(segments: &Segments, token: Span) -> impl Iterator<Item = &Quotation> {
    let end = segments.quotations.partition_point(|quotation| quotation.span.start() <= token.start());
    let paragraph = segments.paragraph_at(token.start()).and_then(|index| segments.paragraphs.get(index));
    let from = paragraph.map_or(0, |paragraph| {
        segments.quotations.partition_point(|quotation| quotation.span.start() < paragraph.span.start())
    });
    segments
        .quotations
        .get(from..end.max(from))
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(16)
        .filter(move |quotation| quotation.span.contains(token))
}

/// Whether a quotation belongs to the claim rather than to the one around it.
fn own(quotation: &Quotation, text: &str, whole: Span, around: &[Span], holder: Option<&[Span]>) -> bool {
    let inner = quotation.inner.trim(text);
    // marks may stand just outside the content
    let reach = Span::new(whole.start().saturating_sub(4), whole.end().saturating_add(4));
    if reach.contains(inner) {
        return true;
    }
    // the quotation goes on outside: another claim's, unless nothing of this claim lies there
    let holds_cue = around.iter().any(|span| inner.overlaps(*span));
    holder.is_none() && !holds_cue
}
