//! A line of `reportedly/1` back to the document and analysis that it tells, once every span in it is checked.

use std::fmt;

use crate::analysis::{Anonymity, Basis, Response};
use crate::wire::{
    self, ClaimRow, DateRow, DerivedRow, DocumentRow, EvidenceRow, FigureGroupRow, FigureRow, Line, Range,
    ReasonRow, SourceRow, SpanRow, TimeRow, WordsRow,
};
use crate::{
    Analysis, Anchor, AnonymityClass, BasisClass, Block, BlockKind, Change, ChangeKind, Claim, ClaimId,
    Custody, DateOrigin, DateRole, Dated, Derived, DerivedKind, Direction, Document, Evidence, Figure,
    FigureGroup, FigureId, FigureRole, FigureStatus, Form, GroupKind, Hyperlink, Meta, Naming, Notice,
    Relation, ResponseKind, Source, SourceId, SourceKind, Span, Stance, Step, StepSource, Time, TimeId,
    TimeKind, TimeModifier, Words, plain_blocks,
};

/// A line that contradicts itself: a span outside the text, an id that nothing bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Where in the line ("claims c3").
    pub place: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for LineError {}

type Checked<T> = Result<T, String>;

/// The document and the analysis of a line.
///
/// # Errors
///
/// A schema of another name, a span outside the text or other than the words given with it, an id or a name that is
/// not known.
pub fn unpack(line: &Line) -> Result<(Document, Analysis), LineError> {
    if line.schema != wire::SCHEMA {
        return Err(LineError {
            place: "schema".to_owned(),
            message: format!("“{}” is not {}", line.schema, wire::SCHEMA),
        });
    }
    let reader = Reader::new(line);
    let at = |place: String| move |message: String| LineError { place, message };
    let document = reader.document(&line.document).map_err(at("document".to_owned()))?;
    let mut analysis = Analysis::default();
    for (index, row) in line.claims.iter().enumerate() {
        let claim = reader.claim(index, row).map_err(at(format!("claims {}", row.id)))?;
        analysis.claims.push(claim);
    }
    for row in &line.sources {
        analysis.sources.push(reader.source(row).map_err(at(format!("sources {}", row.id)))?);
    }
    for row in &line.figures {
        analysis.figures.push(reader.figure(row).map_err(at(format!("figures {}", row.id)))?);
    }
    for row in &line.figure_groups {
        analysis.figure_groups.push(reader.figure_group(row).map_err(at("figure_groups".to_owned()))?);
    }
    for row in &line.derived {
        analysis.derived.push(reader.derived(row).map_err(at("derived".to_owned()))?);
    }
    for row in &line.times {
        analysis.times.push(reader.time(row).map_err(at(format!("times {}", row.id)))?);
    }
    for row in &line.notices {
        let span = row.span.map(|range| reader.span(range)).transpose();
        let span = span.map_err(at(format!("notices {}", row.code)))?;
        let code = notice_code(&row.code).ok_or_else(|| LineError {
            place: "notices".to_owned(),
            message: format!("“{}” is no notice code", row.code),
        })?;
        analysis.notices.push(Notice::new(code, span, row.message.clone()));
    }
    Ok((document, analysis))
}

/// The code as a static string: a capital letter and two digits.
fn notice_code(code: &str) -> Option<&'static str> {
    static CODES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
        ('A'..='Z').flat_map(|letter| (0..100).map(move |n| format!("{letter}{n:02}"))).collect()
    });
    let index = CODES.binary_search_by(|known| known.as_str().cmp(code)).ok()?;
    CODES.get(index).map(String::as_str)
}

struct Reader<'a> {
    line: &'a Line,
    /// Byte offset of each code point, and of the end.
    bytes: Vec<u32>,
}

impl<'a> Reader<'a> {
    fn new(line: &'a Line) -> Reader<'a> {
        let text = &line.document.text;
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Reader { line, bytes: starts.map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect() }
    }

    fn span(&self, [start, end]: Range) -> Checked<Span> {
        match (self.bytes.get(start), self.bytes.get(end)) {
            (Some(&from), Some(&to)) if start <= end => Ok(Span::new(from as usize, to as usize)),
            _ => Err(format!("[{start}, {end}] is outside the text")),
        }
    }

    fn spans(&self, ranges: &[Range]) -> Checked<Vec<Span>> {
        ranges.iter().map(|&range| self.span(range)).collect()
    }

    /// The span, if its words are the ones given with it.
    fn span_of(&self, range: Range, text: &str) -> Checked<Span> {
        let span = self.span(range)?;
        match span.of(&self.line.document.text) {
            found if found == text => Ok(span),
            found => Err(format!("[{}, {}] is “{found}”, not “{text}”", range[0], range[1])),
        }
    }

    fn words(&self, row: &Option<WordsRow>) -> Checked<Vec<Span>> {
        row.as_ref().map_or(Ok(Vec::new()), |row| self.spans(&row.spans))
    }

    fn document(&self, row: &DocumentRow) -> Checked<Document> {
        let mut blocks = Vec::new();
        for block in &row.blocks {
            let kind = known(&block.kind, "block", BlockKind::from_name)?;
            blocks.push(Block { span: self.span(block.span)?, kind });
        }
        if blocks.is_empty() {
            blocks = plain_blocks(&row.text, row.title.as_deref());
        }
        let dates = row.dates.iter().map(date).collect::<Checked<Vec<_>>>()?;
        let of_role = |value: &Option<String>, role| chosen(value.as_deref(), role, &dates);
        let mut links = Vec::new();
        for link in &row.links {
            links.push(Hyperlink { span: self.span(link.span)?, href: link.href.clone() });
        }
        let meta = Meta {
            title: row.title.clone(),
            outlet: row.outlet.clone(),
            byline: row.byline.clone(),
            url: row.url.clone(),
            language: row.language.clone(),
            published: of_role(&row.published, DateRole::Published)?,
            updated: of_role(&row.updated, DateRole::Updated)?,
            dates,
            links,
            custody: row.custody.as_ref().map(|custody| Custody {
                file: custody.file.clone(),
                sha256: custody.sha256.clone(),
                bytes: custody.bytes,
                line: custody.line,
            }),
        };
        let notices = Vec::new();
        Ok(Document { id: row.id.clone(), text: row.text.clone(), blocks, meta, notices })
    }

    fn claim(&self, index: usize, row: &ClaimRow) -> Checked<Claim> {
        let within = row.within.as_deref().map(|id| self.claim_id(id)).transpose()?;
        if within.is_some_and(|within| within.0 as usize == index) {
            return Err("holds itself".to_owned());
        }
        let mut chain = Vec::new();
        for (step, sources) in row.chain.iter().enumerate() {
            let evidence = row.chain_evidence.get(step).map_or(Evidence::rule("given"), evidence);
            chain.push(Step { sources: self.step(sources)?, evidence });
        }
        let response = row.response.as_ref().map(|response| {
            let kind = known(&response.kind, "response", ResponseKind::from_name)?;
            Ok::<_, String>(Response { kind, span: self.span_of(response.span, &response.text)? })
        });
        Ok(Claim {
            within,
            form: known(&row.form, "form", Form::from_name)?,
            source: self.words(&row.source)?,
            cue: self.words(&row.cue)?,
            content: self.words(&row.content)?,
            chain,
            stance: known(&row.stance, "stance", Stance::from_name)?,
            hedges: (row.hedges.iter())
                .map(|hedge| self.span_of(hedge.span, &hedge.text))
                .collect::<Checked<_>>()?,
            words: row.words.as_deref().map(|name| known(name, "words", Words::from_name)).transpose()?,
            response: response.transpose()?,
            unknown: row.unknown.as_ref().map(|words| self.span_of(words.span, &words.text)).transpose()?,
            evidence: evidence(&row.evidence),
            told: row.told.as_deref().map(|id| self.time_id(id)).transpose()?,
            said: row.said.as_deref().map(|id| self.time_id(id)).transpose()?,
        })
    }

    fn step(&self, rows: &[wire::StepRow]) -> Checked<Vec<StepSource>> {
        if rows.is_empty() {
            return Err("a step of the chain is empty".to_owned());
        }
        let source = |row: &wire::StepRow| {
            let span = row.span.map(|range| match &row.text {
                Some(text) => self.span_of(range, text),
                None => self.span(range),
            });
            let source = self.source_id(&row.source)?;
            Ok(StepSource { source, span: span.transpose()?, href: row.href.clone() })
        };
        rows.iter().map(source).collect()
    }

    fn source(&self, row: &SourceRow) -> Checked<Source> {
        let mentions = self.spans(&row.mentions)?;
        // The descriptor is given in words only; it is one of the mentions, or stands first in the text.
        let text = &self.line.document.text;
        let place = |words: &String| {
            let mention = mentions.iter().find(|mention| mention.of(text) == words).copied();
            mention.or_else(|| text.find(words.as_str()).map(|at| Span::new(at, at + words.len())))
        };
        let reason = |row: &ReasonRow| row.span.map(|range| self.span(range)).transpose();
        Ok(Source {
            name: row.name.clone(),
            kind: known(&row.kind, "kind", SourceKind::from_name)?,
            naming: known(&row.naming, "naming", Naming::from_name)?,
            descriptor: row.descriptor.as_ref().and_then(place),
            stated_count: row.stated_count,
            anonymity: (row.anonymity.as_ref())
                .map(|row| {
                    let class = known(&row.class, "reason", AnonymityClass::from_name)?;
                    Ok::<_, String>(Anonymity { class, span: reason(row)? })
                })
                .transpose()?,
            basis: (row.basis.as_ref())
                .map(|row| {
                    let class = known(&row.class, "basis", BasisClass::from_name)?;
                    Ok::<_, String>(Basis { class, span: reason(row)? })
                })
                .transpose()?,
            mentions,
        })
    }

    fn figure(&self, row: &FigureRow) -> Checked<Figure> {
        let change = row.change.as_ref().map(|change| {
            let direction = known(&change.direction, "direction", Direction::from_name)?;
            Ok::<_, String>(Change { direction, kind: known(&change.kind, "change", ChangeKind::from_name)? })
        });
        Ok(Figure {
            span: self.span_of(row.span, &row.text)?,
            low: row.low.as_ref().map(decimal).transpose()?,
            high: row.high.as_ref().map(decimal).transpose()?,
            relation: known(&row.relation, "relation", Relation::from_name)?,
            unit: row.unit.clone(),
            per: row.per.clone(),
            change: change.transpose()?,
            counted: row.counted.as_ref().map(|words| self.span_of(words.span, &words.text)).transpose()?,
            approximator: self.phrase(row.approximator.as_ref())?,
            status: row
                .status
                .as_deref()
                .map(|name| known(name, "status", FigureStatus::from_name))
                .transpose()?,
            about: self.phrase(row.about.as_ref())?,
            claim: row.claim.as_deref().map(|id| self.claim_id(id)).transpose()?,
            evidence: evidence(&row.evidence),
        })
    }

    fn phrase(&self, row: Option<&SpanRow>) -> Checked<Option<Span>> {
        row.map(|row| self.span_of(row.span, &row.text)).transpose()
    }

    fn figure_group(&self, row: &FigureGroupRow) -> Checked<FigureGroup> {
        let members = row.members.iter().map(|member| {
            Ok((self.figure_id(&member.figure)?, known(&member.role, "role", FigureRole::from_name)?))
        });
        Ok(FigureGroup {
            kind: known(&row.kind, "kind", GroupKind::from_name)?,
            members: members.collect::<Checked<Vec<_>>>()?,
        })
    }

    fn derived(&self, row: &DerivedRow) -> Checked<Derived> {
        Ok(Derived {
            kind: known(&row.kind, "kind", DerivedKind::from_name)?,
            low: row.low.as_ref().map(decimal).transpose()?,
            high: row.high.as_ref().map(decimal).transpose()?,
            relation: known(&row.relation, "relation", Relation::from_name)?,
            unit: row.unit.clone(),
            per: row.per.clone(),
            counted: self.phrase(row.counted.as_ref())?,
            premises: row.premises.iter().map(|id| self.figure_id(id)).collect::<Checked<Vec<_>>>()?,
        })
    }

    fn figure_id(&self, id: &str) -> Checked<FigureId> {
        index(id, 'f', self.line.figures.len(), |i| self.line.figures.get(i).map(|row| row.id.as_str()))
            .map(FigureId)
    }

    fn time(&self, row: &TimeRow) -> Checked<Time> {
        let day = |day: &String| day.parse().map_err(|_| format!("“{day}” is no day"));
        let days = match (&row.earliest, &row.latest) {
            (Some(first), Some(last)) => Some((day(first)?, day(last)?)),
            _ => None,
        };
        Ok(Time {
            span: self.span_of(row.span, &row.text)?,
            kind: known(&row.kind, "kind", TimeKind::from_name)?,
            value: row.value.clone(),
            days,
            anchor: match row.anchor.as_deref() {
                None => Anchor::None,
                Some("published") => Anchor::Published,
                Some(id) => Anchor::Mention(self.time_id(id)?),
            },
            modifier: (row.modifier.as_deref())
                .map(|name| known(name, "modifier", TimeModifier::from_name))
                .transpose()?,
            claim: row.claim.as_deref().map(|id| self.claim_id(id)).transpose()?,
            evidence: evidence(&row.evidence),
        })
    }

    fn claim_id(&self, id: &str) -> Checked<ClaimId> {
        index(id, 'c', self.line.claims.len(), |i| self.line.claims.get(i).map(|row| row.id.as_str()))
            .map(ClaimId)
    }

    fn time_id(&self, id: &str) -> Checked<TimeId> {
        index(id, 't', self.line.times.len(), |i| self.line.times.get(i).map(|row| row.id.as_str()))
            .map(TimeId)
    }

    fn source_id(&self, id: &str) -> Checked<SourceId> {
        index(id, 's', self.line.sources.len(), |i| self.line.sources.get(i).map(|row| row.id.as_str()))
            .map(SourceId)
    }
}

/// The place of `id` in its list: where its number says, else wherever it is.
fn index<'a>(id: &str, letter: char, len: usize, at: impl Fn(usize) -> Option<&'a str>) -> Checked<u32> {
    let counted = id.strip_prefix(letter).and_then(|number| number.parse::<usize>().ok());
    let place = counted.and_then(|number| number.checked_sub(1)).filter(|&place| at(place) == Some(id));
    let place = place.or_else(|| (0..len).find(|&place| at(place) == Some(id)));
    place.and_then(|place| u32::try_from(place).ok()).ok_or_else(|| format!("nothing bears the id “{id}”"))
}

fn known<T>(name: &str, what: &str, from_name: impl Fn(&str) -> Option<T>) -> Checked<T> {
    from_name(name).ok_or_else(|| format!("“{name}” is no {what}"))
}

fn decimal(number: &serde_json::Number) -> Checked<rust_decimal::Decimal> {
    let digits = number.to_string();
    let plain = digits.parse().ok().or_else(|| rust_decimal::Decimal::from_scientific(&digits).ok());
    plain.ok_or_else(|| format!("the number {digits} is too long"))
}

fn evidence(row: &EvidenceRow) -> Evidence {
    match row {
        EvidenceRow::Rule { rule } => Evidence::Rule(rule.clone().into()),
        EvidenceRow::Model { model, score } => {
            Evidence::Model { name: model.clone().into(), score: score.as_f64().unwrap_or(0.0) as f32 }
        }
    }
}

fn date(row: &DateRow) -> Checked<Dated> {
    Ok(Dated {
        date: row.date.parse().map_err(|_| format!("“{}” is no date", row.date))?,
        time: row.time.clone(),
        role: known(&row.role, "role", DateRole::from_name)?,
        origin: known(&row.origin, "origin", DateOrigin::from_name)?,
        evidence: row.evidence.clone(),
    })
}

/// The date that `published` or `updated` tells, with its origin where the list of dates has it.
fn chosen(value: Option<&str>, role: DateRole, dates: &[Dated]) -> Checked<Option<Dated>> {
    let Some(value) = value else { return Ok(None) };
    let (day, time) = match value.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time.to_owned())),
        None => (value, None),
    };
    let date = day.parse().map_err(|_| format!("“{value}” is no date"))?;
    let listed = |with_time: bool| {
        dates.iter().find(|d| d.role == role && d.date == date && (!with_time || d.time == time))
    };
    Ok(Some(listed(true).or_else(|| listed(false)).cloned().unwrap_or_else(|| Dated {
        date,
        time,
        role,
        origin: DateOrigin::Metadata,
        evidence: role.name().to_owned(),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"schema":"reportedly/1","document":{"id":"d","title":null,"outlet":null,"byline":null,
        "published":"2026-03-04","url":null,"language":"en","text":"“Né 5,” she said."},
        "claims":[{"id":"c1","form":"direct","in":null,"source":{"spans":[[8,11]],"text":"she"},
        "cue":{"spans":[[12,16]],"text":"said"},"content":{"spans":[[0,7]],"text":"“Né 5,”"},
        "chain":[[{"source":"s1","span":[8,11],"text":"she"}]],"stance":"neutral","hedges":[],"figures":["f1"],
        "times":[],"evidence":{"rule":"x"},"chain_evidence":[{"rule":"y"}]}],
        "sources":[{"id":"s1","name":null,"kind":"person","naming":"unnamed","descriptor":"she","stated_count":1,
        "mentions":[[8,11]]}],
        "figures":[{"id":"f1","span":[4,5],"text":"5","low":5.0,"high":5.0,"relation":"exact","unit":null,
        "counted":null,"per":null,"change":null,"claim":"c1","evidence":{"rule":"z"}}],
        "times":[],"notices":[{"code":"T03","span":null,"message":"m"}]}"#;

    fn check(line: &str) -> Result<Line, String> {
        let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let (document, analysis) = unpack(&line).map_err(|error| error.to_string())?;
        Ok(wire::line(&document, &analysis))
    }

    #[test]
    fn a_line_comes_back_as_it_was() {
        let mut back = check(LINE).unwrap();
        // What a line may leave out and the program always writes.
        back.document.blocks.clear();
        back.document.dates.clear();
        assert_eq!(back, serde_json::from_str(LINE).unwrap());
    }

    #[test]
    fn a_line_that_contradicts_itself_is_refused() {
        for (right, wrong, message) in [
            (
                "[[8,11]],\"text\":\"she\"},\n        \"cue\"",
                "[[8,99]],\"text\":\"she\"},\n        \"cue\"",
                "claims c1: [8, 99] is outside the text",
            ),
            ("\"span\":[4,5]", "\"span\":[3,5]", "figures f1: [3, 5] is “ 5”, not “5”"),
            ("\"claim\":\"c1\"", "\"claim\":\"c7\"", "figures f1: nothing bears the id “c7”"),
            ("\"in\":null", "\"in\":\"c1\"", "claims c1: holds itself"),
            ("\"direct\"", "\"oblique\"", "claims c1: “oblique” is no form"),
            ("reportedly/1", "reportedly/2", "schema: “reportedly/2” is not reportedly/1"),
            ("T03", "T3", "notices: “T3” is no notice code"),
        ] {
            assert!(LINE.contains(right), "{right}");
            assert_eq!(check(&LINE.replacen(right, wrong, 1)), Err(message.to_owned()));
        }
    }
}
