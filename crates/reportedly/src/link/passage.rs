//! The passages of a report that may stand in others too.

use std::collections::BTreeMap;

use super::report::day_number;
use super::words::{Token, hash, tokens};
use super::{Amount, Passage, PassageKind, Voice, WordId};
use crate::{
    Analysis, BlockKind, Claim, ClaimId, Document, Figure, FigureId, Form, Language, Relation, Segments,
    Span, Stance, Time, TimeKind, TimeModifier, segment,
};
use rust_decimal::Decimal;

/// Quotations of fewer words are parts of statements, not passages of their own.
const SHORTEST_QUOTE: usize = 5;
/// Statements of fewer words carry nothing that could be recognized elsewhere.
const SHORTEST_CLAIM: usize = 4;
/// A clause of fewer words about a source is no statement of its own.
const ASIDE: usize = 6;
/// Words as common as this tell nothing.
const COMMON: u8 = 12;

/// The passages of a report: its quotations, statements and figures, in text order.
pub fn passages(language: &Language, document: &Document, analysis: &Analysis) -> Vec<Passage> {
    let reader = Reader::new(language, document, analysis);
    let mut out = Vec::new();
    reader.quotes(&mut out);
    reader.claims(&mut out);
    reader.figures(&mut out);
    reader.durations(&mut out);
    reader.derived(&mut out);
    out.retain(|passage| !reader.is_furniture(passage.span));
    out.sort_by(|one, two| {
        (one.span, one.kind, one.claim, one.figure).cmp(&(two.span, two.kind, two.claim, two.figure))
    });
    out.dedup_by(|one, two| {
        one.span == two.span && one.kind == two.kind && one.figure == two.figure && one.amount == two.amount
    });
    out
}

struct Reader<'a> {
    language: &'a Language,
    text: &'a str,
    analysis: &'a Analysis,
    segments: Segments,
    tokens: Vec<Token>,
    /// In how many sentences of this report a word stands: what runs through a report tells little of one sentence.
    spread: BTreeMap<WordId, u32>,
    /// Sentences that the page says of itself.
    furniture: Vec<Span>,
}

impl<'a> Reader<'a> {
    fn new(language: &'a Language, document: &'a Document, analysis: &'a Analysis) -> Reader<'a> {
        let text = document.text.as_str();
        let segments = segment(language, document);
        let mut all = Vec::new();
        let mut furniture = Vec::new();
        let mut spread: BTreeMap<WordId, u32> = BTreeMap::new();
        for sentence in &segments.sentences {
            let found = tokens(language, text, sentence.span);
            let mut ids: Vec<WordId> = found.iter().map(|token| token.id).collect();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                *spread.entry(id).or_default() += 1;
            }
            all.extend(found);
            if !language.furniture.find_all(text, sentence.span).is_empty() {
                furniture.push(sentence.span);
            }
        }
        Reader { language, text, analysis, segments, tokens: all, spread, furniture }
    }

    fn within(&self, span: Span) -> &[Token] {
        let start = self.tokens.partition_point(|token| token.span.end() <= span.start());
        let end = self.tokens.partition_point(|token| token.span.start() < span.end());
        self.tokens.get(start..end.max(start)).unwrap_or_default()
    }

    /// Telling words with their weights.
    fn weigh<'t>(&self, tokens: impl IntoIterator<Item = &'t Token>) -> Vec<(WordId, u8)> {
        let mut weights: Vec<(WordId, u8)> = tokens
            .into_iter()
            .filter(|token| token.weight > COMMON)
            .map(|token| {
                let spread = self.spread.get(&token.id).copied().unwrap_or(1).clamp(1, 8);
                let weight = u32::from(token.weight) * 6 / (5 + spread);
                (token.id, u8::try_from(weight).unwrap_or(u8::MAX))
            })
            .collect();
        weights.sort_unstable();
        weights.dedup_by_key(|(id, _)| *id);
        weights
    }

    fn has_class(&self, tokens: &[Token], class: &str) -> bool {
        let class = hash(class);
        tokens.iter().any(|token| self.language.linking.class(token.id) == Some(class))
    }

    fn passage(&self, kind: PassageKind, span: Span, claim: Option<ClaimId>) -> Passage {
        let inside = self.within(span);
        let weights = self.weigh(inside);
        let said = claim.and_then(|id| self.analysis.claims.get(id.0 as usize));
        let sentence = self.sentence_of(span);
        let mut near: Vec<Token> = self.within(sentence).to_vec();
        let chain = said.map(|claim| chain(self.text, self.analysis, claim)).unwrap_or_default();
        for voice in chain.iter().flatten() {
            if let Some(name) = &voice.name {
                near.extend(tokens(self.language, name, Span::new(0, name.len())));
            }
        }
        let mut around = self.weigh(&near);
        around.retain(|(id, _)| weights.binary_search_by_key(id, |&(id, _)| id).is_err());
        let times = said.and_then(|claim| claim.told).and_then(|id| self.analysis.times.get(id.0 as usize));
        Passage {
            kind,
            span,
            claim,
            figure: None,
            words: inside.iter().map(|token| token.id).collect(),
            weights,
            around,
            stance: said.map_or(Stance::Neutral, |claim| claim.stance),
            hedged: said.is_some_and(|claim| claim.hedges.iter().any(|hedge| sentence.overlaps(*hedge))),
            negated: self.has_class(inside, "negation"),
            quoted: kind == PassageKind::Quote || said.is_some_and(|claim| claim.form == Form::Direct),
            correction: self.has_class(inside, "correction"),
            partial: self.has_class(inside, "partial"),
            days: times.and_then(days),
            amount: None,
            chain,
        }
    }

    fn sentence_of(&self, span: Span) -> Span {
        let first = self.segments.sentence_at(span.start()).and_then(|at| self.segments.sentences.get(at));
        first.map_or(span, |sentence| sentence.span)
    }

    fn block_of(&self, span: Span) -> Option<BlockKind> {
        let at = self.segments.paragraph_at(span.start())?;
        self.segments.paragraphs.get(at).map(|paragraph| paragraph.kind)
    }

    /// Words between quotation marks; the pieces of one sentence ("…," he said, "…") are one passage.
    fn quotes(&self, out: &mut Vec<Passage>) {
        let mut pieces: Vec<Span> = Vec::new();
        for quotation in self.segments.quotations.iter().filter(|quotation| quotation.depth == 0) {
            let inner = quotation.inner.trim(self.text);
            if let Some(last) = pieces.last_mut()
                && self.goes_on(*last, inner)
            {
                *last = last.cover(inner);
            } else {
                pieces.push(inner);
            }
        }
        for span in pieces {
            if self.within(span).len() >= SHORTEST_QUOTE && self.block_of(span) != Some(BlockKind::Title) {
                out.push(self.passage(PassageKind::Quote, span, self.claim_of(span)));
            }
        }
    }

    /// Whether a quotation goes on with the sentence of the one before.
    fn goes_on(&self, before: Span, next: Span) -> bool {
        let gap = self.text.get(before.end()..next.start()).unwrap_or("\n");
        let open = !before.of(self.text).ends_with(['.', '?', '!']);
        open && !gap.contains(['\n', '.', ';'])
            && (3..=9).contains(&gap.split_whitespace().count())
            && gap.starts_with(['"', '”', '’', '\''])
            && before.of(self.text).ends_with([',', '—', '-', '–'])
    }

    /// The innermost claim that holds most of a place.
    fn claim_of(&self, span: Span) -> Option<ClaimId> {
        let mut best: Option<(usize, usize, u32)> = None;
        for (index, claim) in self.analysis.claims.iter().enumerate() {
            let shared: usize = claim.content.iter().map(|piece| shared(*piece, span)).sum();
            let size: usize = claim.content.iter().map(|piece| piece.len()).sum();
            if shared * 2 <= span.len() {
                continue;
            }
            let better = best.is_none_or(|(most, least, _)| {
                // nearly as much in a smaller claim is the inner one
                shared * 10 >= most * 9 && size < least || shared * 9 > most * 10
            });
            if better {
                best = Some((shared, size, u32::try_from(index).unwrap_or(u32::MAX)));
            }
        }
        best.map(|(_, _, index)| ClaimId(index))
    }

    /// Statements, sentence by sentence.
    fn claims(&self, out: &mut Vec<Passage>) {
        for (index, claim) in self.analysis.claims.iter().enumerate() {
            let id = ClaimId(u32::try_from(index).unwrap_or(u32::MAX));
            for sentence in self.sentences_of(claim) {
                let content: Vec<Span> =
                    claim.content.iter().filter_map(|piece| clip(*piece, sentence)).collect();
                let Some(span) = content.iter().copied().reduce(Span::cover) else { continue };
                // what stands in quotation marks is a passage already
                let quoted = content.iter().map(|piece| self.quoted(*piece)).sum::<usize>();
                let length = content.iter().map(|piece| piece.len()).sum::<usize>();
                if quoted * 10 >= length * 8 && length > 30 {
                    continue;
                }
                let span = (claim.source.iter().chain(&claim.cue))
                    .filter_map(|piece| clip(*piece, sentence))
                    .fold(span, Span::cover);
                if self.within(span).len() < SHORTEST_CLAIM || self.is_title(span) {
                    continue;
                }
                let mut passage = self.passage(PassageKind::Claim, span, Some(id));
                let said_by: Vec<Span> =
                    claim.source.iter().filter_map(|piece| clip(*piece, sentence)).collect();
                // who says it stands in no run of words: a name with its office is long, and no statement
                let told = self
                    .within(span)
                    .iter()
                    .filter(|token| !said_by.iter().any(|by| by.overlaps(token.span)));
                passage.words = told.map(|token| token.id).collect();
                for aside in said_by.iter().filter_map(|by| self.aside(*by)) {
                    let inside: Vec<WordId> = self.within(aside).iter().map(|token| token.id).collect();
                    passage.weights.retain(|(id, _)| !inside.contains(id));
                    out.push(self.passage(PassageKind::Claim, aside, None));
                }
                out.push(passage);
            }
        }
    }

    /// What a report tells of its source in passing, in its own voice: "who led the agency until 2012".
    fn aside(&self, source: Span) -> Option<Span> {
        let tokens = self.within(source);
        let relative = hash("relative");
        let at = tokens
            .iter()
            .skip(1)
            .position(|token| self.language.linking.class(token.id) == Some(relative))?;
        let (first, last) = (tokens.get(at + 1)?, tokens.last()?);
        (tokens.len() - at > ASIDE).then(|| Span::new(first.span.start(), last.span.end()))
    }

    fn is_furniture(&self, span: Span) -> bool {
        let at = self.furniture.partition_point(|sentence| sentence.end() <= span.start());
        self.furniture.get(at).is_some_and(|sentence| sentence.overlaps(span))
    }

    fn is_title(&self, span: Span) -> bool {
        !matches!(
            self.block_of(span),
            Some(BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Correction)
        )
    }

    fn sentences_of(&self, claim: &Claim) -> Vec<Span> {
        let Some(whole) = claim.content.iter().copied().reduce(Span::cover) else { return Vec::new() };
        let inside = self.segments.sentences.iter().map(|sentence| sentence.span);
        inside.filter(|sentence| sentence.overlaps(whole)).collect()
    }

    /// How many bytes of a place stand in quotation marks.
    fn quoted(&self, span: Span) -> usize {
        let outer = self.segments.quotations.iter().filter(|quotation| quotation.depth == 0);
        outer.map(|quotation| shared(quotation.span, span)).sum()
    }

    /// Whether a place lies in a quotation that is a passage of its own.
    fn in_utterance(&self, span: Span) -> bool {
        let outer = self.segments.quotations.iter().filter(|quotation| quotation.depth == 0);
        let holds =
            |quotation: Span| quotation.contains(span) && self.within(quotation).len() >= SHORTEST_QUOTE;
        outer.map(|quotation| quotation.inner).any(holds)
    }

    /// Figures with what they count.
    fn figures(&self, out: &mut Vec<Passage>) {
        for (index, figure) in self.analysis.figures.iter().enumerate() {
            if self.is_title(figure.span) {
                continue;
            }
            let sentence = self.sentence_of(figure.span);
            let counted = figure.counted.filter(|counted| sentence.overlaps(*counted));
            // what is counted far away ("…, which he estimates would cost about $8 billion") is not part of the passage
            let near = counted.map(|counted| figure.span.cover(counted));
            let near =
                near.filter(|span| span.len() <= figure.span.len() + counted.map_or(0, Span::len) + 16);
            let span = near.unwrap_or_else(|| self.with_next_words(figure.span, sentence));
            let claim = figure.claim.or_else(|| self.claim_of(figure.span));
            let mut passage = self.passage(PassageKind::Figure, span, claim);
            passage.figure = Some(FigureId(u32::try_from(index).unwrap_or(u32::MAX)));
            passage.amount = Some(self.amount(figure, sentence));
            passage.quoted = self.in_utterance(span);
            out.push(passage);
        }
    }

    /// A place with up to four words behind it that no mark parts from it: "six months [on the island]".
    fn with_next_words(&self, span: Span, sentence: Span) -> Span {
        let mut whole = span;
        let behind = self.tokens.partition_point(|token| token.span.start() < span.end());
        for token in self.tokens.iter().skip(behind).take(4).filter(|token| sentence.contains(token.span)) {
            let gap = self.text.get(whole.end()..token.span.start()).unwrap_or(".");
            if !gap.chars().all(|c| c == ' ' || c == '-') {
                break;
            }
            whole = whole.cover(token.span);
        }
        whole
    }

    /// How long something took: no figures of the analysis, but told and repeated like them.
    fn durations(&self, out: &mut Vec<Passage>) {
        for time in self.analysis.times.iter().filter(|time| time.kind == TimeKind::Duration) {
            let Some((count, unit)) = length(&time.value).filter(|_| !self.is_title(time.span)) else {
                continue;
            };
            let span = self.with_next_words(time.span, self.sentence_of(time.span));
            let mut passage = self.passage(PassageKind::Figure, span, time.claim);
            passage.quoted = self.in_utterance(time.span);
            passage.amount = Some(Amount {
                low: Some(count),
                high: Some(count),
                relation: match time.modifier {
                    Some(TimeModifier::About) => Relation::About,
                    Some(TimeModifier::MoreThan) => Relation::MoreThan,
                    Some(TimeModifier::LessThan) => Relation::LessThan,
                    _ => Relation::Exact,
                },
                unit: Some(unit.to_owned()),
                per: None,
                change: None,
                counted: Vec::new(),
                class: None,
                as_of: None,
                derived: false,
            });
            out.push(passage);
        }
    }

    /// What follows from figures of the report by arithmetic: a source may be credited with it elsewhere.
    fn derived(&self, out: &mut Vec<Passage>) {
        for derived in &self.analysis.derived {
            let premises = derived.premises.iter().filter_map(|id| self.analysis.figures.get(id.0 as usize));
            let Some(span) = premises.map(|figure| figure.span).reduce(Span::cover) else { continue };
            let sentence = self.sentence_of(span);
            if !sentence.contains(span) || self.is_title(span) {
                continue;
            }
            let mut passage = self.passage(PassageKind::Figure, span, None);
            passage.chain = Vec::new();
            let mut counted: Vec<WordId> = derived.counted.map_or(Vec::new(), |counted| {
                self.within(counted)
                    .iter()
                    .filter(|token| token.weight > COMMON)
                    .map(|token| token.id)
                    .collect()
            });
            counted.sort_unstable();
            counted.dedup();
            passage.amount = Some(Amount {
                low: derived.low,
                high: derived.high,
                relation: derived.relation,
                unit: derived.unit.clone(),
                per: derived.per.clone(),
                change: None,
                counted,
                class: None,
                as_of: None,
                derived: true,
            });
            out.push(passage);
        }
    }

    fn amount(&self, figure: &Figure, sentence: Span) -> Amount {
        let mut counted: Vec<WordId> = figure.counted.map_or(Vec::new(), |counted| {
            self.within(counted).iter().filter(|token| token.weight > COMMON).map(|token| token.id).collect()
        });
        counted.sort_unstable();
        counted.dedup();
        let times = self.analysis.times.iter().filter(|time| sentence.contains(time.span));
        let nearest = times
            .filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.days.is_some())
            .min_by_key(|time| time.span.start().abs_diff(figure.span.start()));
        Amount {
            low: figure.low,
            high: figure.high,
            relation: figure.relation,
            unit: figure.unit.clone(),
            per: figure.per.clone(),
            change: figure.change.map(|change| (change.direction, change.kind)),
            counted,
            class: self.class_of(figure, sentence),
            as_of: nearest.and_then(days),
            derived: false,
        }
    }

    /// What kind of people a figure counts, by the nearest word that tells it: in what is counted, else in its clause.
    fn class_of(&self, figure: &Figure, sentence: Span) -> Option<WordId> {
        let kinds = ["killed", "injured", "missing", "arrested", "rescued"].map(hash);
        let kind =
            |token: &Token| self.language.linking.class(token.id).filter(|class| kinds.contains(class));
        if let Some(counted) = figure.counted
            && let Some(class) = self.within(counted).iter().find_map(kind)
        {
            return Some(class);
        }
        let at = figure.span;
        let distance = |token: &Token| {
            if token.span.start() >= at.end() {
                token.span.start() - at.end()
            } else {
                // "killed 12" is as near as "12 were killed", what stands further before is not
                at.start().saturating_sub(token.span.end()) * 2
            }
        };
        let near = self.within(sentence).iter().filter_map(|token| Some((distance(token), kind(token)?)));
        near.filter(|(distance, _)| *distance < 60).min().map(|(_, class)| class)
    }
}

/// "P6M" as six months.
fn length(value: &str) -> Option<(Decimal, &'static str)> {
    let time = value.starts_with("PT");
    let digits = value.trim_start_matches(['P', 'T']);
    let unit = match (digits.chars().last()?, time) {
        ('Y', _) => "year",
        ('M', false) => "month",
        ('W', _) => "week",
        ('D', _) => "day",
        ('H', _) => "hour",
        ('M', true) => "minute",
        _ => return None,
    };
    Some((digits.get(..digits.len() - 1)?.parse().ok()?, unit))
}

fn clip(piece: Span, place: Span) -> Option<Span> {
    let (start, end) = (piece.start().max(place.start()), piece.end().min(place.end()));
    (start < end).then(|| Span::new(start, end))
}

fn shared(one: Span, two: Span) -> usize {
    clip(one, two).map_or(0, Span::len)
}

fn days(time: &Time) -> Option<(i32, i32)> {
    time.days.map(|(first, last)| (day_number(first), day_number(last)))
}

/// Who says a claim, nearest step first.
fn chain(text: &str, analysis: &Analysis, claim: &Claim) -> Vec<Vec<Voice>> {
    let voice = |at: &crate::StepSource| {
        let source = analysis.sources.get(at.source.0 as usize)?;
        let described = source.descriptor.or(at.span).map(|span| span.of(text).to_owned());
        Some(Voice {
            kind: source.kind,
            naming: source.naming,
            name: source.name.clone(),
            text: if source.name.is_some() { None } else { described },
            count: source.stated_count,
        })
    };
    let steps = claim.chain.iter().map(|step| step.sources.iter().filter_map(voice).collect::<Vec<_>>());
    steps.filter(|step| !step.is_empty()).collect()
}
