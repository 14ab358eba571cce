//! Promises of `resolve` for any text and any spans.

use proptest::prelude::*;
use reportedly::{
    Annotations, Attribution, AttributionId, BlockKind, Document, Entity, EntityKind, Evidence, Language,
    Meta, Span, resolve, segment,
};

/// A text made of pieces that matter to sources, and of anything.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "Anna", "Berg", "said", "told", "CNN", "the", "The", "a", "one", "of", "and", ",", ".", "\"", "“", "”", "’s", "(", ")", "he", "who",
            "officials", "two", "report", "poll", "percent", "Mr.", "U.S.", "according to", "citing", "in an interview with", "Reuters",
            "Ministry", "for", "\n", "\n\n", ":", "WALLACE", "@berg", "spokesman", "which", "I", "it", "they", "—", "FBI Director", "46",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.join(" "))
}

/// A span from two arbitrary numbers, on character boundaries.
fn span(text: &str, a: u16, b: u16) -> Span {
    let fit = |n: u16| {
        let mut at = usize::from(n) % (text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(fit(a), fit(b))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_spans_are_resolved(
        text in texts(),
        parts in prop::collection::vec((prop::collection::vec((0u8..3, any::<u16>(), any::<u16>()), 0..5), any::<Option<u8>>()), 0..12),
        names in prop::collection::vec((any::<u16>(), any::<u16>(), 0u8..5), 0..6),
    ) {
        let document = Document::plain("any", text, Meta { outlet: Some("CNN".to_owned()), ..Meta::default() });
        let text = document.text.as_str();
        let language = Language::english();
        let segments = segment(language, &document);
        let mut seen = Annotations::default();
        for (index, (spans, within)) in parts.iter().enumerate() {
            let of = |part: u8| spans.iter().filter(|s| s.0 == part).map(|s| span(text, s.1, s.2)).collect::<Vec<_>>();
            seen.attributions.push(Attribution {
                source: of(0),
                cue: of(1),
                content: of(2),
                within: within.map(|w| AttributionId(u32::from(w) % 16)).filter(|id| id.0 as usize != index),
                evidence: Evidence::rule("any"),
            });
        }
        let kinds = [EntityKind::Person, EntityKind::Organization, EntityKind::Location, EntityKind::Group, EntityKind::Misc];
        seen.entities = names.iter().map(|&(a, b, k)| Entity { span: span(text, a, b), kind: kinds[usize::from(k)], score: 0.9 }).collect();
        seen.entities.sort_by_key(|entity| entity.span);
        let resolved = resolve::resolve(language, &document, &segments, &seen);
        prop_assert_eq!(resolve::resolve(language, &document, &segments, &seen), resolved.clone());
        let fits = |span: Span| span.is_empty() || !span.of(text).is_empty();
        for (index, claim) in resolved.claims.iter().enumerate() {
            if let Some(holder) = claim.within {
                prop_assert!((holder.0 as usize) < index, "a claim stands after the one that holds it");
            }
            prop_assert_eq!(claim.chain.is_empty(), claim.source.is_empty() && claim.cue.is_empty() && claim.form.name() == "own");
            for step in &claim.chain {
                prop_assert!(!step.sources.is_empty());
                for source in &step.sources {
                    prop_assert!((source.source.0 as usize) < resolved.sources.len());
                    prop_assert!(source.span.is_none_or(fits));
                }
            }
        }
        for source in &resolved.sources {
            prop_assert!(source.mentions.iter().all(|&span| fits(span)));
            prop_assert!(source.descriptor.is_none_or(fits));
            prop_assert_eq!(source.name.is_some(), source.naming.name() == "named");
        }
    }
}

#[test]
fn a_link_on_the_source_gives_its_step_an_address() {
    let text = "The bridge is closed, Reuters reported.".to_owned();
    let at = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let href = "https://example.org/bridge".to_owned();
    let links = vec![reportedly::Hyperlink { span: at("reported"), href: href.clone() }];
    let seen = Annotations {
        attributions: vec![Attribution {
            source: vec![at("Reuters")],
            cue: vec![at("reported")],
            content: vec![at("The bridge is closed")],
            within: None,
            evidence: Evidence::rule("case"),
        }],
        ..Annotations::default()
    };
    let document = Document::plain("link", text.clone(), Meta { links, ..Meta::default() });
    let segments = segment(Language::english(), &document);
    let resolved = resolve::resolve(Language::english(), &document, &segments, &seen);
    assert_eq!(resolved.claims[0].chain[0].sources[0].href, Some(href));
}

#[test]
fn headings_and_captions_hold_no_claims() {
    let mut document = Document::plain(
        "blocks",
        "The bridge is closed today.\n\nThe bridge was closed on Monday.",
        Meta::default(),
    );
    document.blocks[0].kind = BlockKind::Caption;
    let segments = segment(Language::english(), &document);
    let resolved = resolve::resolve(Language::english(), &document, &segments, &Annotations::default());
    assert_eq!(resolved.claims.len(), 1);
}

/// A line of a million characters must not hang.
#[test]
fn long_lines_take_linear_time() {
    for piece in ["Anna Berg said ", "of one ", "Berg, and Mr. ", "“ told CNN ", "(", "the officials and "]
    {
        let text = piece.repeat(100_000 / piece.len());
        let whole = Span::new(0, text.len());
        let attributions = (0..60)
            .map(|i| Attribution {
                source: vec![whole],
                cue: vec![Span::new(i * 15, i * 15 + 4)],
                content: vec![whole],
                within: None,
                evidence: Evidence::rule("any"),
            })
            .filter(|a| {
                a.cue
                    .iter()
                    .all(|span| text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()))
            })
            .collect();
        let document = Document::plain("long", text, Meta::default());
        let segments = segment(Language::english(), &document);
        let begin = std::time::Instant::now();
        let seen = Annotations { attributions, ..Annotations::default() };
        resolve::resolve(Language::english(), &document, &segments, &seen);
        assert!(begin.elapsed().as_secs() < 60, "{piece:?} took {:?}", begin.elapsed());
    }
}
