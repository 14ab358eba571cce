//! What carries on from one claim to the next: an interview that goes on, a poll whose numbers follow, a report that re-reports another.

use std::collections::BTreeMap;

use super::carrier::Carrier;
use super::chain::Draft;
use super::name::NameKind;
use super::phrase::Reader;
use super::referent::Registry;
use crate::language::Classes;
use crate::{Document, SourceId, SourceKind};

/// Gives claims the carrier that the discourse says they have.
pub(super) fn carry(
    drafts: &mut [Draft],
    registry: &mut Registry<'_>,
    reader: Reader<'_>,
    document: &Document,
) {
    the_interview(drafts, registry, reader);
    interviews(drafts, registry);
    transcript(drafts, registry, reader, document);
    polls(drafts, registry, reader);
    minutes(drafts, registry, reader);
    retold(drafts, registry, reader);
    letters(drafts, registry, reader);
}

/// "the interview": one that the report spoke of before, with an outlet and the same person.
fn the_interview(drafts: &mut [Draft], registry: &Registry<'_>, reader: Reader<'_>) {
    let words = reader.words;
    let mut interviews: BTreeMap<usize, Vec<(usize, usize, std::ops::Range<usize>)>> = BTreeMap::new();
    for at in (0..words.all.len()).filter(|&at| words.key(at) == "interview") {
        let sentence = words.get(at).map_or(0, |word| word.sentence);
        let outlet = (reader.names.mentions_in(at + 1..at + 9)).find(|mention| {
            reader.names.kind(mention.who) == NameKind::Outlet
                && words.get(mention.words.start).is_some_and(|word| word.sentence == sentence)
        });
        let near = words.sentence(sentence).start.max(at.saturating_sub(80));
        let person = (reader.names.mentions_in(near..at))
            .filter(|mention| reader.names.kind(mention.who) == NameKind::Person)
            .last();
        if let (Some(outlet), Some(person)) = (outlet, person)
            && matches!(words.key(at + 1), "with" | "on" | "by" | "for" | "to" | "in")
        {
            interviews.entry(person.who).or_default().push((at, outlet.who, outlet.words.clone()));
        }
    }
    let mut by_source: BTreeMap<SourceId, Vec<(usize, usize, std::ops::Range<usize>)>> = BTreeMap::new();
    for (person, found) in interviews {
        if let Some(id) = registry.id_of(person) {
            by_source.entry(id).or_default().extend(found);
        }
    }
    by_source.values_mut().for_each(|found| found.sort_by_key(|(at, ..)| *at));
    for draft in drafts.iter_mut().filter(|draft| draft.holder.is_none() && draft.way.carrier.is_none()) {
        let Some(at) = draft.way.interview else { continue };
        let Some(found) = voice(draft).and_then(|speaker| by_source.get(&speaker)) else { continue };
        let before = found.partition_point(|(place, ..)| *place < at);
        if let Some((_, who, span)) = before.checked_sub(1).and_then(|last| found.get(last)) {
            draft.way.carrier = Some(Carrier {
                who: *who,
                words: span.clone(),
                rule: "chain/the-interview",
                interview: true,
            });
        }
    }
}

/// Minutes, a transcript or a summary of a meeting goes on telling what those who met said.
fn minutes(drafts: &mut [Draft], registry: &Registry<'_>, reader: Reader<'_>) {
    let record = |id: SourceId| reader.sourcing.classes(registry.head(id)).any(Classes::RECORD);
    let meets = |id: SourceId| reader.sourcing.classes(registry.head(id)).any(Classes::MEETING);
    let mut latest: Option<(SourceId, crate::Span, usize)> = None;
    let mut people = false;
    for index in 0..drafts.len() {
        let Some(draft) = drafts.get(index) else { continue };
        let Some((id, span)) = draft.voice.first().and_then(|voice| Some((voice.source, voice.span?))) else {
            continue;
        };
        let paragraph = draft.paragraph;
        if draft.holder.is_some() {
            people |= latest.is_some() && meets(id);
            continue;
        }
        let document = registry.source(id).is_some_and(|source| source.kind == SourceKind::Document);
        if document && record(id) && latest.is_none() && paragraph <= LEAD {
            let first = first_record(reader).unwrap_or(span);
            the_lead(drafts.get_mut(..index).unwrap_or(&mut []), (id, first), meets);
        }
        let Some(draft) = drafts.get(index) else { continue };
        if document && (record(id) || latest.is_some_and(|(old, ..)| old == id)) {
            latest = Some((id, span, paragraph));
            continue;
        }
        let Some((document, span, near)) = latest else { continue };
        if people
            && meets(id)
            && draft.way.carrier.is_none()
            && !draft.way.public
            && paragraph.saturating_sub(near) <= 1
        {
            if let Some(draft) = drafts.get_mut(index) {
                draft.way.document = Some((document, span));
                draft.way.document_rule = "chain/record-goes-on";
            }
            latest = Some((document, span, paragraph));
        }
    }
}

/// Paragraphs of a lead.
const LEAD: usize = 4;

/// Where a report first speaks of a record, with what follows: "minutes of the bank's January meeting".
fn first_record(reader: Reader<'_>) -> Option<crate::Span> {
    let words = reader.words;
    let at = (0..words.all.len().min(400))
        .find(|&at| words.is(at, Classes::RECORD) && words.is(at, Classes::DOCUMENT))?;
    let end = (at + 1..at + 12).find(|&end| words.get(end).is_none_or(|word| word.cut || word.first))?;
    words.span(reader.phrase(at..end)?.words)
}

/// "Officials gave no signal … They see a risk, minutes of the meeting show": the lead tells what the minutes say.
fn the_lead(lead: &mut [Draft], document: (SourceId, crate::Span), meets: impl Fn(SourceId) -> bool) {
    let fits = |draft: &Draft| {
        let meeting = voice(draft).is_some_and(&meets);
        meeting && draft.holder.is_none() && draft.way.carrier.is_none() && !draft.way.public
    };
    for draft in lead.iter_mut().filter(|draft| fits(draft)) {
        draft.way.document = Some(document);
        draft.way.document_rule = "chain/record-to-come";
    }
}

/// Letters and comments that their writers sign on a line of their own.
fn letters(drafts: &mut [Draft], registry: &mut Registry<'_>, reader: Reader<'_>) {
    let words = reader.words;
    let mut signatures: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    let mut start = 0;
    while let Some(paragraph) = words.get(start).map(|word| word.paragraph) {
        let end = start
            + words
                .all
                .get(start..)
                .unwrap_or(&[])
                .iter()
                .take_while(|word| word.paragraph == paragraph)
                .count();
        let line = words.all.get(start..end).unwrap_or(&[]);
        let handle = line.len() == 1 && line.first().is_some_and(|word| word.key.starts_with('@'));
        let name = (2..=4).contains(&line.len())
            && line.iter().all(|word| word.cap && !word.cut)
            && line.first().is_some_and(|word| reader.sourcing.given(&word.key).is_some());
        if (handle || name) && paragraph > 0 {
            signatures.push((paragraph, start..end));
        }
        start = end.max(start + 1);
    }
    if signatures.len() < 2 {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.holder.is_none() && draft.paragraph > 0) {
        let next = signatures.partition_point(|(paragraph, _)| *paragraph <= draft.paragraph);
        let Some((_, line)) = signatures.get(next) else { continue };
        if let (Some(id), Some(span)) = (registry.signer(line.clone()), words.span(line.clone())) {
            draft.way.document = Some((id, span));
            draft.way.document_rule = "chain/signed";
        }
    }
}

fn voice(draft: &Draft) -> Option<SourceId> {
    draft.voice.first().map(|voice| voice.source)
}

/// An interview goes on while the same person speaks on, and a title or lead before it speaks of it.
fn interviews(drafts: &mut [Draft], registry: &Registry<'_>) {
    let mut by_voice: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.holder.is_none()) {
        if let Some(id) =
            voice(draft).filter(|&id| registry.source(id).is_some_and(|s| s.kind == SourceKind::Person))
        {
            by_voice.entry(id).or_default().push(index);
        }
    }
    for claims in by_voice.values() {
        let mut current: Option<(Carrier, usize)> = None;
        let mut main_own = false;
        let mut first: Option<(usize, Carrier)> = None;
        for &index in claims {
            let Some(draft) = drafts.get_mut(index) else { continue };
            match draft.way.carrier.clone() {
                Some(carrier) if carrier.interview => {
                    let own = registry.is_own(carrier.who);
                    if own {
                        main_own = true;
                        current = None;
                    } else if !main_own && !draft.way.aside {
                        first.get_or_insert((index, carrier.clone()));
                        current = Some((carrier, draft.paragraph));
                    }
                }
                Some(_) => current = None,
                None if draft.way.public => current = None,
                None => {
                    if let Some((carrier, paragraph)) = &mut current {
                        if draft.paragraph.saturating_sub(*paragraph) <= 2 {
                            *paragraph = draft.paragraph;
                            draft.way.carrier =
                                Some(Carrier { rule: "chain/interview-goes-on", ..carrier.clone() });
                        } else {
                            current = None;
                        }
                    }
                }
            }
        }
        // what stands before: the title, and the paragraph right before
        let Some((start, carrier)) = first.filter(|_| !main_own) else { continue };
        let mut paragraph = drafts.get(start).map_or(0, |draft| draft.paragraph);
        for &index in claims.iter().rev().skip_while(|&&index| index >= start) {
            let Some(draft) = drafts.get_mut(index) else { continue };
            let title = draft.paragraph == 0 && paragraph <= 3;
            let near = paragraph.saturating_sub(draft.paragraph) <= 1 && paragraph != draft.paragraph;
            if draft.way.carrier.is_some() || draft.way.public || !(title || near) {
                break;
            }
            paragraph = draft.paragraph;
            draft.way.carrier = Some(Carrier { rule: "chain/interview-before", ..carrier.clone() });
        }
    }
}

/// "WALLACE: …": all who speak in a transcript speak on the program that the report names.
fn transcript(drafts: &mut [Draft], registry: &Registry<'_>, reader: Reader<'_>, document: &Document) {
    let program = drafts.iter().find_map(|draft| {
        let carrier = draft.way.carrier.as_ref()?;
        (carrier.interview && !registry.is_own(carrier.who)).then(|| carrier.clone())
    });
    let Some(program) = program else { return };
    for draft in drafts.iter_mut().filter(|draft| draft.holder.is_none() && draft.way.carrier.is_none()) {
        let label = draft.voice.first().and_then(|voice| voice.span).is_some_and(|span| {
            let at = reader.words.within(span).start;
            reader.words.get(at).is_some_and(|word| word.first && word.upper)
                && document.text.get(span.end()..).is_some_and(|rest| rest.starts_with(':'))
        });
        if label {
            draft.way.carrier = Some(Carrier { rule: "chain/transcript", ..program.clone() });
        }
    }
}

/// "46 percent would choose …": the people whom the poll asked.
fn polls(drafts: &mut [Draft], registry: &Registry<'_>, reader: Reader<'_>) {
    let mut poll: Option<(SourceId, crate::Span, usize)> = None;
    for draft in drafts.iter_mut().filter(|draft| draft.holder.is_none()) {
        let Some(first) = draft.voice.first().copied() else { continue };
        let Some(source) = registry.source(first.source) else { continue };
        if let Some(span) =
            first.span.filter(|_| source.kind == SourceKind::Document && registry.is_poll(first.source))
        {
            poll = Some((first.source, span, draft.paragraph));
            continue;
        }
        let Some((id, span, paragraph)) = poll else { continue };
        let Some(words) = first.span.map(|span| reader.words.within(span)) else { continue };
        let share = words.clone().any(|at| {
            let key = reader.words.key(at);
            matches!(key, "percent" | "majority" | "plurality" | "half" | "third" | "quarter" | "respondents")
                || key.ends_with('%')
        }) || words.clone().next().is_some_and(|at| {
            reader.words.keys(at..(at + 4).min(words.end)).contains(" of 10")
                || reader.words.keys(at..(at + 5).min(words.end)).contains(" in 10")
        });
        if share
            && source.kind == SourceKind::Group
            && draft.paragraph.saturating_sub(paragraph) <= 6
            && draft.way.carrier.is_none()
        {
            draft.way.document = Some((id, span));
            draft.way.document_rule = "chain/poll";
        }
    }
}

/// A report that retells one other report: what its people say came through that outlet.
fn retold(drafts: &mut [Draft], registry: &Registry<'_>, reader: Reader<'_>) {
    let mut outlets: Vec<(SourceId, usize)> = Vec::new();
    // "the piece", "the article": the outlet's story speaks
    let mut stories = 0;
    for (index, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.holder.is_none()) {
        let Some(id) = voice(draft) else { continue };
        let kind = registry.source(id).map(|source| source.kind);
        let story = reader.sourcing.classes(registry.head(id)).any(Classes::STORY);
        if kind == Some(SourceKind::Outlet) {
            outlets.push((id, index));
        } else if kind == Some(SourceKind::Document) && story {
            stories += usize::from(!outlets.is_empty());
        }
    }
    let Some(&(outlet, start)) = outlets.first() else { return };
    let other_carrier = drafts.iter().any(|draft| {
        draft.way.carrier.as_ref().is_some_and(|carrier| registry.id_of(carrier.who) != Some(outlet))
    });
    if outlets.len() + stories < 2 || outlets.iter().any(|&(id, _)| id != outlet) || other_carrier {
        return;
    }
    let Some((who, words)) = drafts.get(start).and_then(|draft| {
        let span = draft.voice.first()?.span?;
        let words = reader.words.within(span);
        let mention = reader
            .names
            .mentions_in(words.clone())
            .find(|mention| reader.names.kind(mention.who) == NameKind::Outlet)?;
        // "a new report by Politico", "ran a feature"
        let sentence = reader.words.sentence(draft.sentence);
        let story = sentence.clone().any(|at| reader.words.is(at, Classes::STORY));
        (draft.paragraph <= 2 && story && !registry.is_own(mention.who))
            .then(|| (mention.who, mention.words.clone()))
    }) else {
        return;
    };
    for draft in drafts.iter_mut().skip(start + 1) {
        let person =
            voice(draft).is_some_and(|id| registry.source(id).is_some_and(|s| s.kind == SourceKind::Person));
        let reporter = voice(draft).is_some_and(|id| registry.reports(id));
        if draft.holder.is_none() && person && !reporter && draft.way.carrier.is_none() && !draft.way.public {
            draft.way.carrier =
                Some(Carrier { who, words: words.clone(), rule: "chain/retold", interview: false });
        }
    }
}
