//! The real network on invented sentences.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::LazyLock;

use reportedly::decode::annotate;
use reportedly::{
    Annotations, Document, EntityKind, Evidence, Language, Meta, Reading, Scorer, Scores, Segments, Span,
    segment,
};
use reportedly_model::Network;

static NETWORK: LazyLock<Network> = LazyLock::new(|| Network::built_in().unwrap());

const REPORT: &str = "Council delays the harbor bridge\n\n\
    The Harwick council will not open the new bridge before March, the mayor said on Monday.\n\n\
    “We found cracks in two of the pillars,” Ada Brink, who leads the town’s road department, told reporters.\n\n\
    According to a report by the engineering firm Orbis, the steel was delivered late.\n\n\
    Nobody was hurt. The old ferry still runs.";

fn read(text: &str) -> (Segments, Annotations) {
    let document = Document::plain("test", text, Meta::default());
    let segments = segment(Language::english(), &document);
    let seen = annotate(Language::english(), &document, &segments, &*NETWORK).unwrap();
    (segments, seen)
}

fn scores(text: &str, inner: bool) -> Vec<Scores> {
    let document = Document::plain("test", text, Meta::default());
    let segments = segment(Language::english(), &document);
    let reading = Reading { tokens: 0..segments.tokens.len(), inner };
    let mut found = Vec::new();
    NETWORK.score(text, &segments, &reading, &mut |scores| found.push(scores.clone())).unwrap();
    found
}

#[test]
fn a_plain_report_is_read() {
    let (_, seen) = read(REPORT);
    let words = |spans: &[Span]| spans.iter().map(|span| span.of(REPORT)).collect::<Vec<_>>().join(" … ");
    let found: Vec<_> =
        seen.attributions.iter().map(|a| [words(&a.source), words(&a.cue), words(&a.content)]).collect();
    assert_eq!(found[0][..2], ["the mayor", "said"]);
    assert_eq!(found[0][2], "The Harwick council will not open the new bridge before March");
    assert!(found.iter().any(|[_, cue, content]| {
        cue == "told" && content == "“We found cracks in two of the pillars,”"
    }));
    let names: Vec<_> = seen.entities.iter().map(|entity| (entity.kind, entity.span.of(REPORT))).collect();
    assert!(names.contains(&(EntityKind::Person, "Ada Brink")), "{names:?}");
    assert!(seen.attributions.iter().all(|a| {
        matches!(&a.evidence, Evidence::Model { name, score } if name == NETWORK.name() && (0.0..=1.0).contains(score))
    }));
}

#[test]
fn each_sentence_is_one_tree() {
    let (segments, seen) = read(REPORT);
    assert_eq!(seen.syntax.len(), segments.tokens.len());
    for sentence in &segments.sentences {
        let roots = sentence.tokens.clone().filter(|&token| seen.syntax[token].head as usize == token);
        assert_eq!(roots.count(), 1);
        for token in sentence.tokens.clone() {
            assert!(sentence.tokens.contains(&(seen.syntax[token].head as usize)));
        }
    }
}

#[test]
fn scores_do_not_depend_on_threads_or_on_what_was_read_before() {
    let alone = scores(REPORT, false);
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|turn| {
                scope.spawn(move || {
                    scores(&"The firm said no. ".repeat(turn + 1), turn % 2 == 0);
                    scores(REPORT, false)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(together.iter().all(|scores| *scores == alone));
}

#[test]
fn every_token_is_scored_once() {
    let text = format!("{}\n\n{}\n\u{301} \u{301}", "word. ".repeat(400), "a".repeat(3000));
    for inner in [false, true] {
        let windows = scores(&text, inner);
        let mut next = 0;
        for window in &windows {
            assert_eq!(window.tokens.start, next);
            assert_eq!(window.outer.tags.rows(), window.tokens.len());
            assert_eq!(window.arc_head.rows(), window.tokens.len());
            next = window.tokens.end;
        }
        let document = Document::plain("test", text.as_str(), Meta::default());
        assert_eq!(next, segment(Language::english(), &document).tokens.len());
    }
}

#[test]
fn labels_fit_the_scores() {
    let labels = NETWORK.labels();
    let window = &scores("The mayor said so.", false)[0];
    assert_eq!(window.outer.tags.columns(), labels.tags.len());
    assert_eq!(labels.transitions.len(), labels.tags.len() * labels.tags.len());
    assert_eq!(window.upos.columns(), labels.upos.len());
    assert_eq!(window.deprel.columns(), labels.deprel.len());
    assert_eq!(window.entity.columns(), labels.entity.len());
    assert_eq!(window.outer.source_head.columns(), labels.null_source.len());
    assert_eq!(labels.content_distance.len(), 2 * labels.buckets.len() + 2);
}

#[test]
fn odd_texts_are_read_without_complaint() {
    for text in ["", " ", "“", "\u{0}\u{301}", "\u{feff}x", "said said said", "“”‘’\"'", "日本語の新聞"]
    {
        read(text);
    }
}
