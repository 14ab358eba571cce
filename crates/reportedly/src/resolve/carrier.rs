//! Through whom a claim reached the report, by the grammar around its cue: "told CNN", "in an interview with", "citing".

use std::ops::Range;

use super::name::NameKind;
use super::phrase::{Phrase, Reader};
use crate::language::{Classes, List};
use crate::{Attribution, SourceId, Span};

/// An outlet or reporter that stands between the report and the speaker.
#[derive(Clone, Debug)]
pub(super) struct Carrier {
    /// Index into the names.
    pub who: usize,
    /// The words that name it.
    pub words: Range<usize>,
    pub rule: &'static str,
    /// Whether more of the same conversation may follow: an interview, not a report.
    pub interview: bool,
}

/// What the words around a cue say about the way of a claim.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    pub carrier: Option<Carrier>,
    /// Sources that the claim's source is said to cite, side by side.
    pub cited: Vec<Phrase>,
    /// The document that its source speaks in: a poll.
    pub document: Option<(SourceId, Span)>,
    pub document_rule: &'static str,
    /// Where "the interview" stands by the cue.
    pub interview: Option<usize>,
    /// It was said in public or written: a statement, a rally, a tweet.
    pub public: bool,
    /// It was said at another time than the rest.
    pub aside: bool,
}

/// Words in the sentence of a claim that are neither its content nor another claim's.
pub(super) struct Surroundings<'a> {
    pub reader: Reader<'a>,
    /// Content of which outermost claim covers each word.
    pub inside: &'a [Option<u32>],
    /// Whether any attribution covers each word.
    pub covered: &'a [bool],
}

impl Surroundings<'_> {
    /// Reads the way of an attribution; `nested` ones are looked at only inside the content that holds them.
    pub(super) fn way(&self, attribution: &Attribution, nested: Option<&Attribution>) -> Way {
        let words = self.reader.words;
        let Some(anchor) =
            attribution.cue.first().or(attribution.source.first()).or(attribution.content.first())
        else {
            return Way::default();
        };
        let at = words.within(*anchor).start;
        let Some(word) = words.get(at) else { return Way::default() };
        // a sentence may be as long as a book; what is farther off says nothing about the cue
        let whole = words.sentence(word.sentence);
        let sentence = whole.start.max(at.saturating_sub(150))..whole.end.min(at.saturating_add(150));
        let own: Vec<Range<usize>> = attribution.content.iter().map(|&span| words.within(span)).collect();
        let held: Option<Vec<Range<usize>>> =
            nested.map(|holder| holder.content.iter().map(|&span| words.within(span)).collect());
        let free = |index: usize| {
            let in_own = own.iter().any(|range| range.contains(&index));
            let allowed = match &held {
                Some(ranges) => ranges.iter().any(|range| range.contains(&index)),
                None => self.inside.get(index).copied().flatten().is_none(),
            };
            !in_own && allowed
        };
        let area: Vec<usize> = sentence.filter(|&index| free(index)).collect();
        let source: Vec<Range<usize>> = attribution.source.iter().map(|&span| words.within(span)).collect();
        let cue: Vec<Range<usize>> = attribution.cue.iter().map(|&span| words.within(span)).collect();
        let head = self.reader.read(&attribution.source);
        let mut way = Way {
            carrier: self.carrier(&area, &source, &cue, &head),
            cited: self.cited(&area, &cue, &head),
            ..Way::default()
        };
        way.public = self.public(&area, &cue);
        // it may stand in the content: "noted the rule in the interview"
        let around: Vec<usize> =
            (at.saturating_sub(40).max(whole.start)..whole.end.min(at.saturating_add(40))).collect();
        way.interview = around.windows(2).find_map(|pair| match pair {
            [the, at]
                if words.key(*at) == "interview" && matches!(words.key(*the), "the" | "that" | "same") =>
            {
                Some(*at)
            }
            _ => None,
        });
        way.aside = area.iter().any(|&index| {
            matches!(words.key(index), "recently" | "previously" | "earlier" | "then" | "formerly")
        });
        way
    }

    fn carrier(
        &self,
        area: &[usize],
        source: &[Range<usize>],
        cue: &[Range<usize>],
        head: &[Phrase],
    ) -> Option<Carrier> {
        let names = self.reader.names;
        let heads: Vec<usize> = head.iter().map(|phrase| phrase.head).collect();
        let mut best: Option<(u8, Carrier)> = None;
        let mut skip = 0;
        for &at in area {
            let Some(mention) =
                names.mention_at(at).filter(|mention| mention.words.start == at && at >= skip)
            else {
                continue;
            };
            if heads.iter().any(|head| mention.words.contains(head)) {
                continue;
            }
            let kind = names.kind(mention.who);
            let in_source = source.iter().any(|range| range.contains(&at));
            let found = match kind {
                NameKind::Outlet => self.outlet(mention.words.clone(), in_source, cue),
                NameKind::Person => {
                    self.reporter(mention.with_title.clone(), mention.words.clone(), mention.who, cue)
                }
                _ => None,
            };
            if let Some((rank, rule, interview)) = found {
                let carrier = Carrier { who: mention.who, words: mention.words.clone(), rule, interview };
                if best.as_ref().is_none_or(|(old, _)| rank > *old) {
                    best = Some((rank, carrier));
                }
                // "CNN's “State of the Union”": the station stands for the program
                skip = mention.words.end + 2;
            }
        }
        best.map(|(_, carrier)| carrier)
    }

    /// How an outlet's name is tied to the claim, with a rank and whether it is an interview.
    fn outlet(
        &self,
        mention: Range<usize>,
        in_source: bool,
        cue: &[Range<usize>],
    ) -> Option<(u8, &'static str, bool)> {
        let words = self.reader.words;
        let sentence = words.get(mention.start)?.sentence;
        let start = words.sentence(sentence).start;
        // the words before, without determiners, owners and small descriptions
        let mut before = mention.start;
        while before > start && before + 8 > mention.start {
            let key = words.key(before - 1);
            let passes = self.reader.sourcing.listed(List::BeforeOutlet, key)
                || words
                    .get(before - 1)
                    .is_some_and(|word| word.possessive || (word.classes.any(Classes::DEMONYM) && word.cap));
            if !passes {
                break;
            }
            before -= 1;
        }
        let last = if before > start { words.key(before - 1) } else { "" };
        let recent = |wanted: Classes, reach: usize| {
            (before.saturating_sub(reach).max(start)..before).any(|at| words.is(at, wanted))
        };
        let next = words.key(mention.end);
        // "said Sunday on CNN", "On CNN, …": not "the show that he had on CNN"
        let tie = before.wrapping_sub(1);
        let beside = tie <= start + 1
            || cue.iter().any(|range| tie >= range.start && tie <= range.end + 4)
            || words.get(tie).is_some_and(|word| word.cut)
            || recent(Classes::TALK, 6);
        if in_source {
            let told = recent(Classes::TELL.and(Classes::TALK), 4);
            let cited = told
                || (before.saturating_sub(4).max(start)..before)
                    .any(|at| matches!(words.key(at), "cited" | "quoted" | "interviewed"));
            return cited.then_some((9, "chain/cited-in", false));
        }
        let in_cue = cue.iter().any(|range| range.contains(&mention.start));
        if in_cue {
            if (mention.end..mention.end + 3).any(|at| words.is(at, Classes::LEARN)) {
                return Some((9, "chain/learned-from", false));
            }
        } else if (mention.end..mention.end + 4)
            .any(|at| words.is(at, Classes::LEARN) && words.get(at).is_some_and(|w| !w.parted))
            && cue
                .iter()
                .any(|range| range.clone().any(|at| words.is(at, Classes::LEARN) || words.key(at) == "from"))
        {
            return Some((8, "chain/learned-from", false));
        }
        if words.is(before.wrapping_sub(1), Classes::TELL) && before > start {
            return Some((9, "chain/told", true));
        }
        match last {
            "with" | "on" | "by" | "for" | "to" | "in" | "at" | "from" if recent(Classes::TALK, 7) => {
                return Some((8, "chain/interview", true));
            }
            "of" if recent(Classes::AIRING, 3) => {
                return Some((7, "chain/said-on", true));
            }
            "on" | "during" if !matches!(next, "website" | "page") && beside => {
                return Some((7, "chain/said-on", true));
            }
            "to" if recent(Classes::ADDRESS, 4) => {
                return Some((7, "chain/told", true));
            }
            "for"
                if cue.iter().any(|range| {
                    range.clone().any(|at| {
                        matches!(words.key(at), "wrote" | "writes" | "writing" | "reported" | "reports")
                    })
                }) =>
            {
                return Some((7, "chain/wrote-for", false));
            }
            "by" if recent(Classes::HANDED, 4) => {
                return Some((7, "chain/quoted-by", false));
            }
            _ => {}
        }
        if next == "interview" {
            return Some((8, "chain/interview", true));
        }
        self.trailing(mention, before)
    }

    /// ", the Associated Press (AP) reports": the outlet as carrier of the whole sentence.
    fn trailing(&self, mention: Range<usize>, before: usize) -> Option<(u8, &'static str, bool)> {
        let words = self.reader.words;
        let outside = |at: usize| !self.covered.get(at).copied().unwrap_or(false);
        if !outside(mention.start) {
            return None;
        }
        let mut after = mention.end;
        while words.get(after).is_some_and(|word| word.bracket > 0)
            || matches!(words.key(after), "also" | "has" | "had" | "first" | "later")
        {
            after += 1;
        }
        let credit = (mention.end..after).any(|at| words.key(at) == "first");
        if words.is(after, Classes::RETELL) && outside(after) && !credit {
            return Some((6, "chain/carrier", false));
        }
        let last = if before > 0 { words.key(before - 1) } else { "" };
        let earlier = if before > 1 { words.key(before - 2) } else { "" };
        let first = (before.saturating_sub(4)..before).any(|at| words.key(at) == "first");
        match (earlier, last) {
            ("according", "to") | ("reported", "by") | (_, "per" | "via") if !first => {
                Some((6, "chain/carrier", false))
            }
            _ => None,
        }
    }

    /// A reporter as the one who was told: "tells Kelemen".
    fn reporter(
        &self,
        titled: Range<usize>,
        name: Range<usize>,
        who: usize,
        cue: &[Range<usize>],
    ) -> Option<(u8, &'static str, bool)> {
        let words = self.reader.words;
        let told = titled.start.checked_sub(1).is_some_and(|at| words.is(at, Classes::TELL));
        let by_cue = cue
            .iter()
            .any(|range| range.contains(&(titled.start.wrapping_sub(1))) || range.end == titled.start);
        if !told || !by_cue || name.is_empty() {
            return None;
        }
        // known as an outlet's own: "NPR's Michele Kelemen"
        let journalist = self.reader.names.named.get(who).is_some_and(|named| named.journalist);
        journalist.then_some((5, "chain/told", true))
    }

    /// The sources after "citing", "quoting" or "learned from": any for an outlet or a document, a document for anybody.
    fn cited(&self, area: &[usize], cue: &[Range<usize>], head: &[Phrase]) -> Vec<Phrase> {
        use crate::SourceKind::{Document, Outlet};
        let words = self.reader.words;
        let carries = head.first().is_some_and(|phrase| {
            matches!(phrase.kind, Outlet | Document)
                || phrase.who.is_some_and(|who| self.reader.names.kind(who) == NameKind::Outlet)
        });
        let in_cue = |at: usize| cue.iter().any(|range| range.contains(&at));
        let learned = |at: usize| {
            carries
                && words.key(at) == "from"
                && at.checked_sub(1).is_some_and(|verb| in_cue(verb) && words.is(verb, Classes::LEARN))
        };
        let citing = area.iter().copied().find(|&at| {
            self.reader.sourcing.listed(List::Citing, words.key(at))
                || (words.key(at) == "cites" && in_cue(at))
                || learned(at)
        });
        let Some(citing) = citing else { return Vec::new() };
        let mut end = citing + 1;
        while area.binary_search(&end).is_ok() && words.get(end).is_some_and(|word| !word.stopped) {
            end += 1;
        }
        let stop =
            (citing + 1..end).find(|&at| words.key(at) == "that" || words.key(at) == "as").unwrap_or(end);
        let known = |phrase: &Phrase| {
            (phrase.who.is_some() || words.get(phrase.head).is_some_and(|word| !word.classes.is_plain()))
                && (carries || phrase.kind == Document)
        };
        self.reader.range(citing + 1..stop).into_iter().filter(known).collect()
    }

    /// Said or written in public: a statement, a tweet, a rally; or told to an audience.
    fn public(&self, area: &[usize], cue: &[Range<usize>]) -> bool {
        let words = self.reader.words;
        let wrote = cue.iter().any(|range| range.clone().any(|at| words.is(at, Classes::PUBLIC)));
        let place = area.windows(2).any(|pair| {
            let [before, at] = pair else { return false };
            let ties = matches!(
                words.key(*before),
                "in" | "at"
                    | "during"
                    | "on"
                    | "a"
                    | "the"
                    | "his"
                    | "her"
                    | "their"
                    | "via"
                    | "press"
                    | "news"
            );
            ties && words.is(*at, Classes::VENUE)
        });
        let audience = area.iter().any(|&at| {
            words.is(at, Classes::TELL)
                && (at + 1..at + 5).any(|next| {
                    words.is(next, Classes::AUDIENCE) && !words.get(next).is_some_and(|word| word.cap)
                })
        });
        wrote || place || audience
    }
}
