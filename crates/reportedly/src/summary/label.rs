//! Words for sources, chains and statements.

use crate::{
    Analysis, Document, FigureId, Naming, Source, SourceId, SourceKind, Span, Step, StepSource, TimeId,
};

use super::{telling_figure, telling_time};

/// A statement cut at its figures and times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain words.
    Words(Span),
    /// A figure, with its reading where that tells more than the words.
    Figure(FigureId, Span, Option<String>),
    /// A time, with its reading where that tells more than the words.
    Time(TimeId, Span, Option<String>),
    /// Words of the report are left out here.
    Gap,
}

/// The words at `spans`, cut at the figures and times in them; in text order as given.
pub fn pieces(document: &Document, analysis: &Analysis, spans: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        if index > 0 {
            pieces.push(Piece::Gap);
        }
        let mut at = span.start();
        for (marked, piece) in marked(document, analysis, *span) {
            if marked.start() < at || marked.end() > span.end() {
                continue;
            }
            if at < marked.start() {
                pieces.push(Piece::Words(Span::new(at, marked.start())));
            }
            pieces.push(piece);
            at = marked.end();
        }
        if at < span.end() {
            pieces.push(Piece::Words(Span::new(at, span.end())));
        }
    }
    pieces
}

/// Figures and times inside `span`, in text order, the longer of two that begin together first.
fn marked(document: &Document, analysis: &Analysis, span: Span) -> Vec<(Span, Piece)> {
    let from = analysis.figures.partition_point(|figure| figure.span.start() < span.start());
    let figures = analysis.figures.iter().enumerate().skip(from);
    let figures = figures.take_while(|(_, figure)| figure.span.start() < span.end());
    let mut found: Vec<(Span, Piece)> = Vec::new();
    for (index, figure) in figures {
        let reading = telling_figure(document, figure);
        let id = FigureId(u32::try_from(index).unwrap_or(u32::MAX));
        found.push((figure.span, Piece::Figure(id, figure.span, reading)));
    }
    let from = analysis.times.partition_point(|time| time.span.start() < span.start());
    let times = analysis.times.iter().enumerate().skip(from);
    for (index, time) in times.take_while(|(_, time)| time.span.start() < span.end()) {
        let reading = telling_time(document, time);
        let id = TimeId(u32::try_from(index).unwrap_or(u32::MAX));
        found.push((time.span, Piece::Time(id, time.span, reading)));
    }
    found.sort_by_key(|(span, _)| (span.start(), usize::MAX - span.end()));
    found
}

/// The words at `spans` on one line: white space made single, pieces joined by " … ".
pub fn words(document: &Document, spans: &[Span]) -> String {
    let parts: Vec<String> = spans
        .iter()
        .map(|span| span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    parts.join(" … ")
}

/// Whom a chain goes through, nearest first: one label for each step.
pub fn chain(document: &Document, analysis: &Analysis, steps: &[Step]) -> Vec<String> {
    let source = |id: SourceId| analysis.sources.get(id.0 as usize);
    joined(steps, |id| source(id).map(|source| source_label(document, source)))
}

/// One label for each step, made of those of its sources.
pub(super) fn joined(steps: &[Step], label: impl Fn(SourceId) -> Option<String>) -> Vec<String> {
    let label = |at: &StepSource| label(at.source).unwrap_or_else(|| "?".to_owned());
    steps
        .iter()
        .map(|step| {
            let mut labels: Vec<String> = Vec::new();
            for at in &step.sources {
                let label = label(at);
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
            match labels.as_slice() {
                [] => "?".to_owned(),
                [one] => one.clone(),
                [first @ .., last] => format!("{} and {last}", first.join(", ")),
            }
        })
        .collect()
}

/// What to call a source: its name, else the report's own words with "unnamed", else "nobody named".
pub fn source_label(document: &Document, source: &Source) -> String {
    if let Some(name) = &source.name {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let described = source.descriptor.or_else(|| best_mention(document, &source.mentions));
    match (source.naming, described) {
        (Naming::Absent, _) | (_, None) => match source.kind {
            SourceKind::Person => "an unnamed person".to_owned(),
            SourceKind::Group => "unnamed people".to_owned(),
            SourceKind::Organization | SourceKind::Outlet | SourceKind::Document => {
                format!("an unnamed {}", source.kind.name())
            }
            SourceKind::Unknown => "nobody named".to_owned(),
        },
        (Naming::Named, Some(span)) => words(document, &[span]),
        (Naming::Unnamed, Some(span)) => unnamed(document, span, source.kind),
    }
}

/// The longest mention that is more than a pronoun would be; the first of equally long ones.
fn best_mention(document: &Document, mentions: &[Span]) -> Option<Span> {
    let length = |span: &Span| span.of(&document.text).chars().count();
    let fits = mentions.iter().filter(|span| length(span) <= 80);
    let longest = fits.max_by_key(|span| (length(span), usize::MAX - span.start()));
    longest.or(mentions.first()).copied()
}

const POSSESSIVES: &[&str] = &["his", "her", "its", "their", "our", "my", "your"];

fn first_word(words: &str) -> &str {
    words.split(' ').next().unwrap_or("")
}

const ARTICLES: &[&str] = &["a ", "an ", "the ", "some ", "A ", "An ", "The ", "Some "];

/// "the Western diplomats" as "unnamed Western diplomats".
fn unnamed(document: &Document, span: Span, kind: SourceKind) -> String {
    let label = words(document, &[span]);
    let lower = label.to_lowercase();
    let says_so =
        ["unnamed", "anonym", "unidentified", "not named", "not to be named", "not be named", "condition"]
            .iter();
    if says_so.clone().any(|word| lower.contains(word)) || lower.starts_with(|c: char| c.is_ascii_digit()) {
        return decapitalized(document, &label);
    }
    let bare = ARTICLES.iter().find_map(|article| label.strip_prefix(article)).unwrap_or(&label);
    match kind {
        // A report or poll has no name to withhold.
        SourceKind::Document => decapitalized(document, &label),
        // "unnamed her deputy" is no English
        _ if POSSESSIVES.contains(&first_word(&lower)) => {
            format!("{} (unnamed)", decapitalized(document, &label))
        }
        _ => format!("unnamed {}", decapitalized(document, bare)),
    }
}

/// A capital at the start of a sentence says nothing: small, where the report elsewhere writes the word so.
fn decapitalized(document: &Document, label: &str) -> String {
    let first = first_word(label);
    let small = first.to_lowercase();
    let article = ARTICLES.iter().any(|article| article.trim_end() == first);
    let article = article || POSSESSIVES.contains(&small.as_str());
    let common = || document.text.split(|c: char| !c.is_alphanumeric()).any(|word| word == small);
    match label.strip_prefix(first) {
        Some(rest) if first != small && (article || common()) => format!("{small}{rest}"),
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Meta;

    #[test]
    fn a_described_source_is_called_as_the_report_calls_it() {
        for (words, kind, label) in [
            ("Western diplomats", SourceKind::Group, "unnamed Western diplomats"),
            ("The officials", SourceKind::Group, "unnamed officials"),
            ("Her deputy", SourceKind::Person, "her deputy (unnamed)"),
            ("an anonymous letter", SourceKind::Document, "an anonymous letter"),
            ("A person who asked not to be named", SourceKind::Person, "a person who asked not to be named"),
        ] {
            let document = Document::plain("d", words, Meta::default());
            assert_eq!(unnamed(&document, Span::new(0, words.len()), kind), label);
        }
    }
}
