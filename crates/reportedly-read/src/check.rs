//! Whether an analyzed line fits its own text.

use std::collections::BTreeSet;

use reportedly::wire::{ClaimRow, Line, Range, SpanRow, WordsRow};
use reportedly::{ChangeKind, Direction, Form, Naming, Relation, SourceKind, Stance};

/// Checks every span, every name and every reference of a line; says what does not fit.
pub(crate) fn check(line: &Line) -> Result<(), String> {
    let text = Text::new(&line.document.text);
    let ids = Ids::new(line)?;
    text.ordered("blocks", &line.document.blocks.iter().map(|block| block.span).collect::<Vec<_>>())?;
    for link in &line.document.links {
        text.slice("a link", link.span)?;
    }
    for claim in &line.claims {
        check_claim(claim, &text, &ids).map_err(|what| format!("claim {}: {what}", claim.id))?;
    }
    for source in &line.sources {
        let check = || {
            known("kind", &source.kind, SourceKind::from_name(&source.kind).is_some())?;
            known("naming", &source.naming, Naming::from_name(&source.naming).is_some())?;
            for &mention in &source.mentions {
                text.slice("a mention", mention)?;
            }
            for reason in source.anonymity.iter().chain(&source.basis) {
                text.words("a reason", reason.span, reason.text.as_deref())?;
            }
            Ok(())
        };
        check().map_err(|what: String| format!("source {}: {what}", source.id))?;
    }
    for figure in &line.figures {
        let check = || {
            known("relation", &figure.relation, Relation::from_name(&figure.relation).is_some())?;
            text.words("its span", Some(figure.span), Some(&figure.text))?;
            text.rows("counted", figure.counted.iter())?;
            if let Some(change) = &figure.change {
                known("direction", &change.direction, Direction::from_name(&change.direction).is_some())?;
                known("change", &change.kind, ChangeKind::from_name(&change.kind).is_some())?;
            }
            ids.claim(figure.claim.as_deref())
        };
        check().map_err(|what: String| format!("figure {}: {what}", figure.id))?;
    }
    for time in &line.times {
        let check = || {
            text.words("its span", Some(time.span), Some(&time.text))?;
            ids.claim(time.claim.as_deref())
        };
        check().map_err(|what: String| format!("time {}: {what}", time.id))?;
    }
    for notice in &line.notices {
        if let Some(span) = notice.span {
            text.slice("its span", span).map_err(|what| format!("notice {}: {what}", notice.code))?;
        }
    }
    Ok(())
}

fn check_claim(claim: &ClaimRow, text: &Text<'_>, ids: &Ids<'_>) -> Result<(), String> {
    known("form", &claim.form, Form::from_name(&claim.form).is_some())?;
    known("stance", &claim.stance, Stance::from_name(&claim.stance).is_some())?;
    ids.claim(claim.within.as_deref())?;
    for (name, words) in [("source", &claim.source), ("cue", &claim.cue), ("content", &claim.content)] {
        if let Some(words) = words {
            text.pieces(name, words)?;
        }
    }
    for step in claim.chain.iter().flatten() {
        known("source", &step.source, ids.sources.contains(step.source.as_str()))?;
        text.words("a step", step.span, step.text.as_deref())?;
    }
    text.rows("a hedge", claim.hedges.iter())?;
    if let Some(response) = &claim.response {
        text.words("the response", Some(response.span), Some(&response.text))?;
    }
    for figure in &claim.figures {
        known("figure", figure, ids.figures.contains(figure.as_str()))?;
    }
    for time in &claim.times {
        known("time", time, ids.times.contains(time.as_str()))?;
    }
    Ok(())
}

fn known(what: &str, name: &str, is: bool) -> Result<(), String> {
    if is { Ok(()) } else { Err(format!("there is no {what} “{}”", crate::head(name, 40))) }
}

/// The ids that a line gives.
struct Ids<'a> {
    claims: BTreeSet<&'a str>,
    sources: BTreeSet<&'a str>,
    figures: BTreeSet<&'a str>,
    times: BTreeSet<&'a str>,
}

impl<'a> Ids<'a> {
    fn new(line: &'a Line) -> Result<Ids<'a>, String> {
        fn set<'a>(ids: impl Iterator<Item = &'a String>) -> Result<BTreeSet<&'a str>, String> {
            let mut set = BTreeSet::new();
            for id in ids {
                if !set.insert(id.as_str()) {
                    return Err(format!("the id {} is given twice", crate::head(id, 40)));
                }
            }
            Ok(set)
        }
        Ok(Ids {
            claims: set(line.claims.iter().map(|claim| &claim.id))?,
            sources: set(line.sources.iter().map(|source| &source.id))?,
            figures: set(line.figures.iter().map(|figure| &figure.id))?,
            times: set(line.times.iter().map(|time| &time.id))?,
        })
    }

    fn claim(&self, id: Option<&str>) -> Result<(), String> {
        id.map_or(Ok(()), |id| known("claim", id, self.claims.contains(id)))
    }
}

/// A text that is sliced by code points.
struct Text<'a> {
    text: &'a str,
    /// Byte offset of each code point, and of the end.
    starts: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Text<'a> {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Text { text, starts }
    }

    fn slice(&self, what: &str, [start, end]: Range) -> Result<&'a str, String> {
        let byte = |point: usize| self.starts.get(point).copied();
        let found = byte(start).zip(byte(end)).and_then(|(start, end)| self.text.get(start..end));
        found.ok_or_else(|| format!("{what} [{start}, {end}] is no place in the text"))
    }

    fn words(&self, what: &str, span: Option<Range>, words: Option<&str>) -> Result<(), String> {
        let Some(span) = span else { return Ok(()) };
        let found = self.slice(what, span)?;
        match words {
            Some(words) if words != found => {
                Err(format!("{what} [{}, {}] does not hold “{}”", span[0], span[1], crate::head(words, 40)))
            }
            _ => Ok(()),
        }
    }

    fn rows<'r>(&self, what: &str, mut rows: impl Iterator<Item = &'r SpanRow>) -> Result<(), String> {
        rows.try_for_each(|row| self.words(what, Some(row.span), Some(&row.text)))
    }

    /// Spans in order, none over another.
    fn ordered(&self, what: &str, spans: &[Range]) -> Result<(), String> {
        let mut last = 0;
        for &span in spans {
            self.slice(what, span)?;
            if span[0] < last {
                return Err(format!("{what} [{}, {}] is out of order", span[0], span[1]));
            }
            last = span[1];
        }
        Ok(())
    }

    /// Words in pieces: the pieces hold them, however they are joined.
    fn pieces(&self, what: &str, words: &WordsRow) -> Result<(), String> {
        self.ordered(what, &words.spans)?;
        let bare =
            |words: &str| words.chars().filter(|c| !c.is_whitespace() && *c != '…').collect::<String>();
        let mut found = String::new();
        for &span in &words.spans {
            found.push_str(self.slice(what, span)?);
        }
        if words.spans.is_empty() || bare(&found) != bare(&words.text) {
            return Err(format!("{what} does not hold “{}”", crate::head(&words.text, 40)));
        }
        Ok(())
    }
}
