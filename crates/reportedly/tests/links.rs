//! Links, drift and lineages on invented reports.

// helpers outside `#[test]` functions may fail loudly, too
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use reportedly::link::{
    self, Drift, Edge, End, Judged, Lineage, Link, LinkKind, LinkRelation, Member, Passage, PassageKind,
    Report, Who,
};
use reportedly::{
    Analysis, Claim, Derived, DerivedKind, Document, Evidence, Figure, FigureId, Form, Language, Meta,
    Naming, Relation, Source, SourceId, SourceKind, Span, Stance, Step, StepSource, Time, TimeKind,
};
use rust_decimal::Decimal;

/// A report under construction.
struct Draft {
    document: Document,
    analysis: Analysis,
}

/// A sentence: who says it (none: the report itself), what.
type Said<'a> = (Option<(&'a str, Naming, SourceKind)>, &'a str);

const NAMED: Naming = Naming::Named;

fn draft(id: &str, day: &str, sentences: &[Said<'_>]) -> Draft {
    let text: Vec<&str> = sentences.iter().map(|(_, sentence)| *sentence).collect();
    let mut meta = Meta { outlet: Some(format!("The {id} Courier")), ..Meta::default() };
    meta.published = Some(reportedly::Dated {
        date: day.parse().unwrap(),
        time: None,
        role: reportedly::DateRole::Published,
        origin: reportedly::DateOrigin::User,
        evidence: day.to_owned(),
    });
    let document = Document::plain(id, text.join("\n"), meta);
    let mut analysis = Analysis::default();
    let mut at = 0;
    for (source, sentence) in sentences {
        let span = Span::new(at, at + sentence.trim_end_matches('.').len());
        at += sentence.len() + 1;
        let chain = source.map_or(Vec::new(), |(name, naming, kind)| {
            analysis.sources.push(Source {
                name: (naming == NAMED).then(|| name.to_owned()),
                kind,
                naming,
                descriptor: None,
                stated_count: None,
                anonymity: None,
                basis: None,
                mentions: Vec::new(),
            });
            let source = SourceId(u32::try_from(analysis.sources.len() - 1).unwrap());
            let sources = vec![StepSource { source, span: Some(span), href: None }];
            vec![Step { sources, evidence: Evidence::rule("test") }]
        });
        analysis.claims.push(Claim {
            within: None,
            form: if chain.is_empty() { Form::Own } else { Form::Indirect },
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![span],
            chain,
            stance: Stance::Neutral,
            hedges: Vec::new(),
            words: None,
            response: None,
            told: None,
            said: None,
            unknown: None,
            evidence: Evidence::rule("test"),
        });
    }
    Draft { document, analysis }
}

impl Draft {
    fn place(&self, words: &str) -> Span {
        let at = self.document.text.find(words).unwrap();
        Span::new(at, at + words.len())
    }

    fn figure(mut self, words: &str, value: i64, relation: Relation, counted: &str) -> Draft {
        let (span, counted) = (self.place(words), self.place(counted));
        let value = Some(Decimal::from(value));
        self.analysis.figures.push(Figure {
            span,
            low: value,
            high: if relation == Relation::AtLeast { None } else { value },
            relation,
            unit: None,
            per: None,
            change: None,
            counted: Some(counted),
            approximator: None,
            status: None,
            about: None,
            claim: None,
            evidence: Evidence::rule("test"),
        });
        self
    }

    fn hedge(mut self, words: &str) -> Draft {
        let span = self.place(words);
        self.analysis.claims.iter_mut().for_each(|claim| claim.hedges.push(span));
        self
    }

    fn stance(mut self, stance: Stance) -> Draft {
        self.analysis.claims.iter_mut().for_each(|claim| claim.stance = stance);
        self
    }

    fn ready(&self) -> (Report, Vec<Passage>) {
        let language = Language::english();
        (
            link::report(language, &self.document, &self.analysis),
            link::passages(language, &self.document, &self.analysis),
        )
    }
}

/// The background that makes reports one story.
const STORY: &str = "The ferry Marienne capsized off Kelda harbor near the Ostrava lighthouse, coast guard cutters and \
    trawlers searched Tamsin bay, lifeboat crews, helicopters, divers, harbormaster Lindqvist, shipyard inspectors, \
    operator Brennholt Lines, the hull, the ballast tanks, the bulkhead, the captain Oskarsson, the marina, the pier.";

fn all_links(one: &Draft, two: &Draft) -> Vec<(Passage, Passage, Link)> {
    let ((first, left), (second, right)) = (one.ready(), two.ready());
    assert!(link::same_story(&first, &second), "the drafts must tell one story");
    let found = link::links(Language::english(), (&first, &left), (&second, &right), &[]);
    let ends = |(i, j, link): (usize, usize, Link)| {
        let (a, b) = (left[i].clone(), right[j].clone());
        if link.swapped { (b, a, link) } else { (a, b, link) }
    };
    found.into_iter().map(ends).collect()
}

/// The only link that is not of the background.
fn one_link(one: Draft, two: Draft, kind: LinkKind) -> Link {
    let background =
        |passage: &Passage, draft: &Draft| draft.place(STORY.trim_end_matches('.')).overlaps(passage.span);
    let links = all_links(&one, &two);
    let mut kept: Vec<Link> = links
        .into_iter()
        .filter(|(a, b, link)| link.kind == kind && !background(if link.swapped { b } else { a }, &one))
        .map(|(_, _, link)| link)
        .collect();
    assert!(!kept.is_empty(), "no link");
    kept.sort_by(|a, b| b.score.total_cmp(&a.score));
    kept.remove(0)
}

fn report(id: &str, day: &str, said: Said<'_>) -> Draft {
    draft(id, day, &[(None, STORY), said])
}

fn has(link: &Link, kind: Drift, at: End) -> bool {
    link.changes.iter().any(|change| change.kind == kind && change.at == at)
}

const MAYOR: Option<(&str, Naming, SourceKind)> = Some(("Ida Lindqvist", Naming::Named, SourceKind::Person));
const AIDES: Option<(&str, Naming, SourceKind)> = Some(("two aides", Naming::Unnamed, SourceKind::Group));

#[test]
fn the_same_utterance_cut_and_repunctuated() {
    let one = report(
        "A",
        "2024-03-01",
        (MAYOR, "“We heard the hull crack, and then the lights went out,” Lindqvist said."),
    );
    let two = report(
        "B",
        "2024-03-02",
        (MAYOR, "Lindqvist: “We heard the hull crack — and then the lights went out on every deck.”"),
    );
    let link = one_link(one, two, LinkKind::Quote);
    assert_eq!(link.relation, LinkRelation::Same);
    assert!(link.evidence.run >= 9);
}

#[test]
fn a_statement_in_other_words() {
    let one = report(
        "A",
        "2024-03-01",
        (MAYOR, "Inspectors had warned the operator about rusted ballast valves in January."),
    );
    let two = report(
        "B",
        "2024-03-01",
        (MAYOR, "The operator was warned by inspectors about rusted ballast valves."),
    );
    let link = one_link(one, two, LinkKind::Claim);
    assert!(matches!(link.relation, LinkRelation::Same | LinkRelation::Narrower), "{link:?}");
    assert_eq!(link.direction, None);
}

#[test]
fn a_denial() {
    let words = "Brennholt ignored three warnings about rusted ballast valves";
    let one = report("A", "2024-03-01", (MAYOR, &format!("{words}.")));
    let two = report("B", "2024-03-02", (AIDES, &format!("{words}."))).stance(Stance::Denying);
    let link = one_link(one, two, LinkKind::Claim);
    assert_eq!(link.relation, LinkRelation::Denies);
}

#[test]
fn a_correction() {
    let one = report("A", "2024-03-01", (None, "The ferry carried 310 passengers when it left the pier."));
    let two = report(
        "B",
        "2024-03-02",
        (None, "The paper corrected its report: the ferry carried no passengers when it left the pier."),
    );
    let link = one_link(one, two, LinkKind::Claim);
    assert_eq!(link.relation, LinkRelation::Corrects);
}

fn toll(
    id: &str,
    day: &str,
    sentence: &str,
    written: &str,
    value: i64,
    relation: Relation,
    counted: &str,
) -> Draft {
    report(id, day, (None, sentence)).figure(written, value, relation, counted)
}

#[test]
fn figures_agree_compare_and_conflict() {
    let exact = || {
        toll(
            "A",
            "2024-03-01",
            "The capsized ferry killed 14 stranded islanders.",
            "14",
            14,
            Relation::Exact,
            "stranded islanders",
        )
    };
    let again = toll(
        "B",
        "2024-03-01",
        "In all the ferry killed 14 stranded islanders.",
        "14",
        14,
        Relation::Exact,
        "stranded islanders",
    );
    assert_eq!(one_link(exact(), again, LinkKind::Figure).relation, LinkRelation::Same);
    let least = toll(
        "B",
        "2024-03-01",
        "The capsized ferry killed at least 12 stranded islanders.",
        "at least 12",
        12,
        Relation::AtLeast,
        "stranded islanders",
    );
    assert_eq!(one_link(exact(), least, LinkKind::Figure).relation, LinkRelation::Compatible);
    let more = toll(
        "B",
        "2024-03-03",
        "The capsized ferry killed 19 stranded islanders.",
        "19",
        19,
        Relation::Exact,
        "stranded islanders",
    );
    let link = one_link(exact(), more, LinkKind::Figure);
    assert_eq!(link.relation, LinkRelation::Update);
    assert_eq!(link.evidence.note.as_deref(), Some("update or conflict: as-of not stated"));
    let other = toll(
        "B",
        "2024-03-01",
        "The capsized ferry killed 19 stranded islanders.",
        "19",
        19,
        Relation::Exact,
        "stranded islanders",
    );
    assert_eq!(one_link(exact(), other, LinkKind::Figure).relation, LinkRelation::Differs);
}

impl Draft {
    /// A day for which the words before it hold.
    fn holding(mut self, words: &str, day: &str) -> Draft {
        let (span, date) = (self.place(words), day.parse().unwrap());
        self.analysis.times.push(Time {
            span,
            kind: TimeKind::Date,
            value: day.to_owned(),
            days: Some((date, date)),
            anchor: reportedly::Anchor::None,
            modifier: None,
            claim: None,
            evidence: Evidence::rule("test"),
        });
        self
    }
}

#[test]
fn a_later_as_of_date_makes_an_update_and_the_same_one_a_conflict() {
    let counted = |id, value: i64, words: &str, day: &str| {
        let sentence = format!("The capsized ferry had killed {value} stranded islanders by {words}.");
        let draft = report(id, "2024-03-05", (None, &sentence));
        draft.figure(&value.to_string(), value, Relation::Exact, "stranded islanders").holding(words, day)
    };
    let link = one_link(
        counted("A", 14, "Friday", "2024-03-01"),
        counted("B", 19, "Sunday", "2024-03-03"),
        LinkKind::Figure,
    );
    // the second end is the later state, and nothing stays open
    assert_eq!((link.relation, link.evidence.note.as_deref()), (LinkRelation::Update, None));
    let link = one_link(
        counted("A", 14, "Friday", "2024-03-01"),
        counted("B", 19, "March 1", "2024-03-01"),
        LinkKind::Figure,
    );
    assert_eq!((link.relation, link.evidence.note.as_deref()), (LinkRelation::Differs, None));
}

#[test]
fn what_the_outlet_worked_out_is_credited_to_the_source() {
    let mut one = toll(
        "A",
        "2024-03-01",
        "The capsized ferry had carried 1400 stranded islanders, 300 fewer than the pier had counted.",
        "1400",
        1400,
        Relation::Exact,
        "stranded islanders",
    )
    .figure("300", 300, Relation::Exact, "stranded islanders");
    // 1,700 is nowhere written: the report's figures give it
    one.analysis.derived.push(Derived {
        kind: DerivedKind::Before,
        low: Some(Decimal::from(1700)),
        high: Some(Decimal::from(1700)),
        relation: Relation::Exact,
        unit: None,
        per: None,
        counted: Some(one.place("stranded islanders")),
        premises: vec![FigureId(0), FigureId(1)],
    });
    let sentence = "The capsized ferry pier had counted 1700 stranded islanders.";
    let mut two = report("B", "2024-03-02", (MAYOR, sentence));
    two = two.figure("1700", 1700, Relation::Exact, "stranded islanders");
    let link = one_link(one, two, LinkKind::Figure);
    assert!(link.changes.iter().any(|change| change.kind == Drift::ArithmeticCredited), "{link:?}");
}

#[test]
fn killed_and_injured_never_mix() {
    let killed = toll(
        "A",
        "2024-03-01",
        "The capsized ferry killed 14 stranded islanders.",
        "14",
        14,
        Relation::Exact,
        "stranded islanders",
    );
    let hurt = toll(
        "B",
        "2024-03-01",
        "The capsized ferry injured 14 stranded islanders.",
        "14",
        14,
        Relation::Exact,
        "stranded islanders",
    );
    let figures =
        all_links(&killed, &hurt).into_iter().filter(|(_, _, link)| link.kind == LinkKind::Figure).count();
    assert_eq!(figures, 0);
}

#[test]
fn a_bound_is_dropped() {
    let bound = toll(
        "A",
        "2024-03-01",
        "The capsized ferry killed at least 14 stranded islanders.",
        "at least 14",
        14,
        Relation::AtLeast,
        "stranded islanders",
    );
    let plain = toll(
        "B",
        "2024-03-02",
        "The capsized ferry killed 14 stranded islanders.",
        "14",
        14,
        Relation::Exact,
        "stranded islanders",
    );
    let link = one_link(bound, plain, LinkKind::Figure);
    assert_eq!(link.relation, LinkRelation::Narrower);
    // narrower: the first end is the more precise one
    assert!(has(&link, Drift::BoundDropped, End::A), "{link:?}");
}

#[test]
fn a_hedge_is_dropped_and_the_attribution_lost() {
    let words = "inspectors allegedly ignored rusted ballast valves below the bulkhead";
    let one = report("A", "2024-03-01", (MAYOR, &format!("{words}."))).hedge("allegedly");
    let two =
        report("B", "2024-03-02", (None, "inspectors ignored rusted ballast valves below the bulkhead."));
    let link = one_link(one, two, LinkKind::Claim);
    let kinds: BTreeSet<Drift> = link.changes.iter().map(|change| change.kind).collect();
    assert!(kinds.contains(&Drift::HedgeDropped) && kinds.contains(&Drift::AttributionLost), "{link:?}");
}

#[test]
fn an_attribution_is_added_and_a_source_named() {
    let words = "Rusted ballast valves flooded the bulkhead within eleven minutes.";
    let link = one_link(
        report("A", "2024-03-01", (None, words)),
        report("B", "2024-03-02", (MAYOR, words)),
        LinkKind::Claim,
    );
    assert!(link.changes.iter().any(|change| change.kind == Drift::AttributionAdded), "{link:?}");
    let link = one_link(
        report("A", "2024-03-01", (AIDES, words)),
        report("B", "2024-03-02", (MAYOR, words)),
        LinkKind::Claim,
    );
    assert!(link.changes.iter().any(|change| change.kind == Drift::UnnamedBecameNamed), "{link:?}");
}

#[test]
fn quotation_marks_are_put_around_a_reporters_words() {
    let one = report(
        "A",
        "2024-03-01",
        (None, "Rusted ballast valves flooded the bulkhead within eleven minutes of sailing."),
    );
    let two = report(
        "B",
        "2024-03-02",
        (
            MAYOR,
            "“Rusted ballast valves flooded the bulkhead within eleven minutes of sailing,” Lindqvist said.",
        ),
    );
    let link = one_link(one, two, LinkKind::Claim);
    assert!(link.changes.iter().any(|change| change.kind == Drift::QuotationMarksAdded), "{link:?}");
}

#[test]
fn a_subset_becomes_the_whole() {
    let one = report("A", "2024-03-01", (None, "Some lifeboats had rusted winches and cracked davits."));
    let two = report("B", "2024-03-02", (None, "Lifeboats had rusted winches and cracked davits."));
    let link = one_link(one, two, LinkKind::Claim);
    assert!(link.changes.iter().any(|change| change.kind == Drift::SubsetBecameWhole), "{link:?}");
}

#[test]
fn bytes_give_back_what_went_in() {
    let draft = toll(
        "A",
        "2024-03-01",
        "“The ferry killed 14 stranded islanders,” he said.",
        "14",
        14,
        Relation::AtLeast,
        "stranded islanders",
    );
    let (report, passages) = draft.ready();
    assert_eq!(Report::from_bytes(&report.to_bytes()), Some(report));
    assert!(passages.iter().any(|passage| passage.figure == Some(FigureId(0))));
    for passage in passages {
        let bytes = passage.to_bytes();
        assert_eq!(Passage::from_bytes(&bytes), Some(passage));
        for end in 0..bytes.len() {
            assert_eq!(Passage::from_bytes(&bytes[..end]), None);
        }
    }
}

fn event() -> Vec<Draft> {
    let valves = "Rusted ballast valves flooded the bulkhead within eleven minutes.";
    let quote = "“We heard the hull crack and then the lights went out,” Lindqvist said.";
    vec![
        draft("A", "2024-03-01", &[(None, STORY), (MAYOR, quote), (AIDES, valves)]),
        draft(
            "B",
            "2024-03-01",
            &[(None, STORY), (MAYOR, quote), (None, "Ballast valves had flooded the bulkhead.")],
        ),
        draft(
            "C",
            "2024-03-02",
            &[(None, STORY), (MAYOR, quote), (AIDES, "Valves in the ballast tanks were rusted.")],
        ),
        draft("D", "2024-03-04", &[(None, STORY), (None, valves)]),
    ]
}

/// A passage, by the indexes of its report and of itself.
type Place = (usize, usize);

/// All links and lineages of reports in that order, told without indexes.
fn told(drafts: &[&Draft]) -> (BTreeSet<String>, Vec<String>) {
    let ready: Vec<(Report, Vec<Passage>)> = drafts.iter().map(|draft| draft.ready()).collect();
    let language = Language::english();
    let mut found: Vec<(Place, Place, Link)> = Vec::new();
    for b in 0..ready.len() {
        for a in 0..b {
            for (i, j, mut link) in
                link::links(language, (&ready[a].0, &ready[a].1), (&ready[b].0, &ready[b].1), &[])
            {
                let (x, y) = if link.swapped { ((b, j), (a, i)) } else { ((a, i), (b, j)) };
                link.swapped = false;
                found.push((x, y, link));
            }
        }
    }
    let name = |(at, passage): (usize, usize)| {
        let passage = &ready[at].1[passage];
        format!("{} {:?} {}", ready[at].0.id, passage.span, passage.kind.name())
    };
    let links = found.iter().map(|(a, b, link)| format!("{} - {} {link:?}", name(*a), name(*b))).collect();
    let ends: Vec<(usize, usize)> =
        (0..ready.len()).flat_map(|at| (0..ready[at].1.len()).map(move |index| (at, index))).collect();
    let members: Vec<Member<'_>> = ends
        .iter()
        .map(|&(at, index)| Member { report: &ready[at].0, passage: &ready[at].1[index] })
        .collect();
    let index = |end: &(usize, usize)| ends.iter().position(|other| other == end).unwrap();
    let edges: Vec<Edge<'_>> =
        found.iter().map(|(a, b, link)| Edge { a: index(a), b: index(b), link }).collect();
    let lineages = link::lineages(language, &members, &edges, &[("A", "D")]);
    let tell = |lineage: &Lineage| {
        let inside: Vec<String> = lineage.members.iter().map(|&at| name(ends[at])).collect();
        format!("{} {:?} {inside:?} {:?} {:?}", lineage.id, lineage.kind, lineage.roots, lineage.origins)
    };
    (links, lineages.iter().map(tell).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_order_gives_the_same(order in Just((0..4usize).collect::<Vec<_>>()).prop_shuffle()) {
        let drafts = event();
        let given: Vec<&Draft> = drafts.iter().collect();
        let shuffled: Vec<&Draft> = order.iter().map(|&at| &drafts[at]).collect();
        prop_assert_eq!(told(&given), told(&shuffled));
    }
}

#[test]
fn one_man_quoted_by_three_reports_is_one_origin() {
    let drafts = event();
    let given: Vec<&Draft> = drafts.iter().collect();
    let (links, lineages) = told(&given);
    assert!(!links.is_empty());
    let quote =
        lineages.iter().find(|lineage| lineage.contains(" Quote ") && lineage.contains("Lindqvist")).unwrap();
    assert!(quote.contains("at_least: 1, at_most: 1"), "{quote}");
}

#[test]
fn reports_of_other_stories_are_linked_only_by_what_is_rare() {
    let far = |id: &str, day: &str, sentence: &str| draft(id, day, &[(None, sentence)]).ready();
    let one = far("A", "2020-01-01", "The two sides said on Monday that they would meet again next week.");
    let two = far("B", "2023-01-01", "The two sides said on Monday that they would meet again next week.");
    assert!(!link::same_story(&one.0, &two.0));
    let candidates: Vec<(usize, usize)> = vec![(0, 0)];
    let links = link::links(Language::english(), (&one.0, &one.1), (&two.0, &two.1), &candidates);
    assert!(links.is_empty(), "{links:?}");
    assert!(one.1.iter().all(|passage| passage.kind != PassageKind::Quote));
}

#[test]
fn copies_share_their_runs_of_words() {
    let language = Language::english();
    let text: String = (0..60)
        .map(|n| format!("Line {n} of the wire story tells of pier {} and boat {}. ", n * 7, n * 13))
        .collect();
    let plain = |text: &str| link::sketch(language, &Document::plain("x", text, Meta::default()));
    let (whole, cut) = (plain(&text), plain(&text[..text.len() * 2 / 3]));
    assert!(link::copy(&whole, &cut).is_some_and(|copied| copied.shared > 0.95));
    assert!(whole.keys().iter().any(|key| cut.keys().contains(key)));
    assert_eq!(
        link::copy(
            &whole,
            &plain("Something else was told by another paper on another day about other things.")
        ),
        None
    );
}

/// The one lineage of what these drafts say alike, with the user's word on sources.
fn lineage_as_judged(drafts: &[&Draft], judged: &Judged) -> Lineage {
    let language = Language::english();
    let ready: Vec<(Report, Vec<Passage>)> = drafts.iter().map(|draft| draft.ready()).collect();
    let mut members: Vec<Member<'_>> = Vec::new();
    let mut at = Vec::new();
    for (report, passages) in &ready {
        at.push(members.len());
        members.extend(passages.iter().map(|passage| Member { report, passage }));
    }
    let mut found = Vec::new();
    for b in 0..ready.len() {
        for a in 0..b {
            let (one, two) = (&ready[a], &ready[b]);
            for (i, j, link) in link::links(language, (&one.0, &one.1), (&two.0, &two.1), &[]) {
                let ends = (at[a] + i, at[b] + j);
                found.push((if link.swapped { (ends.1, ends.0) } else { ends }, link));
            }
        }
    }
    let edges: Vec<Edge<'_>> = found.iter().map(|(ends, link)| Edge { a: ends.0, b: ends.1, link }).collect();
    let lineages = link::judged_lineages(language, &members, &edges, &[], judged);
    // the background comes first
    let about = |lineage: &Lineage| lineage.members.iter().all(|&at| members[at].passage.span.start() > 100);
    lineages.into_iter().filter(about).max_by_key(|lineage| lineage.members.len()).unwrap()
}

const LEAK: &str = "The ministry knew of the cracks in the eastern bulkhead since November.";

fn who(report: &str, called: &str) -> Who {
    Who { report: report.to_owned(), called: vec![called.to_owned()] }
}

#[test]
fn two_unnamed_sources_are_one_or_two_as_the_user_says() {
    let said = |id, who| report(id, "2026-03-04", (Some((who, Naming::Unnamed, SourceKind::Person)), LEAK));
    let mut one = said("a", "an official");
    let mut two = said("b", "a person close to the inquiry");
    for (draft, words) in [(&mut one, "The ministry"), (&mut two, "the cracks")] {
        // who is only described is called by the words that describe him
        let span = draft.place(words);
        draft.analysis.sources[0].descriptor = Some(span);
    }
    let range = |judged: &Judged| {
        let origins = lineage_as_judged(&[&one, &two], judged).origins;
        (origins.at_least, origins.at_most)
    };
    let pair = || (who("a", "The ministry"), who("b", "the cracks"));
    assert_eq!(range(&Judged::default()), (1, 2));
    assert_eq!(range(&Judged { same: vec![pair()], ..Judged::default() }), (1, 1));
    assert_eq!(range(&Judged { different: vec![pair()], ..Judged::default() }), (2, 2));
}

#[test]
fn two_people_of_one_name_are_parted_by_the_user() {
    let said = |id| report(id, "2026-03-04", (Some(("Ann Berg", NAMED, SourceKind::Person)), LEAK));
    let (one, two) = (said("a"), said("b"));
    let pair = (who("a", "Ann Berg"), who("b", "Ann Berg"));
    let judged = Judged { different: vec![pair], ..Judged::default() };
    assert_eq!(lineage_as_judged(&[&one, &two], &Judged::default()).origins.at_most, 1);
    let parted = lineage_as_judged(&[&one, &two], &judged);
    assert_eq!((parted.origins.at_least, parted.origins.at_most, parted.roots.len()), (2, 2, 2));
}

#[test]
fn an_outlet_that_gives_a_source_is_no_origin_of_its_own() {
    // the second report credits the first, and says the same once more in its own voice
    let told = report("a", "2026-03-04", (Some(("Ann Berg", NAMED, SourceKind::Person)), LEAK));
    let own = report("b", "2026-03-05", (None, LEAK));
    let one = lineage_as_judged(&[&told, &own], &Judged::default());
    assert_eq!((one.origins.at_least, one.origins.at_most), (1, 2), "{one:?}");
    let passed_on = report("b", "2026-03-05", (Some(("The a Courier", NAMED, SourceKind::Outlet)), LEAK));
    let one = lineage_as_judged(&[&told, &passed_on], &Judged::default());
    assert_eq!((one.origins.at_most, one.roots[0].name.as_deref()), (1, Some("Ann Berg")), "{one:?}");
}

#[test]
fn who_denies_it_is_no_origin_of_it() {
    let told = report("a", "2026-03-04", (Some(("Ann Berg", NAMED, SourceKind::Person)), LEAK));
    let denied = report("b", "2026-03-05", (Some(("Tom Reed", NAMED, SourceKind::Person)), LEAK))
        .stance(Stance::Denying);
    let one = lineage_as_judged(&[&told, &denied], &Judged::default());
    assert_eq!((one.origins.at_least, one.origins.at_most, one.roots.len()), (1, 1, 2), "{one:?}");
    assert!(one.roots.iter().any(|root| root.evidence == "denies it"), "{one:?}");
}
