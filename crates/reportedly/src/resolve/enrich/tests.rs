//! One claim by hand, marked in its sentence, and what is read around it.

use super::enrich;
use crate::resolve::Resolutions;
use crate::{
    Analysis, Claim, Document, Evidence, Form, Language, Meta, Naming, Source, SourceId, SourceKind, Span,
    Stance, Step, StepSource, segment, wire,
};

/// Reads a text in which `[s …]`, `[c …]` and `[t …]` mark a claim's source, cue and content, and gives its row and
/// that of its source. A text without a mark is one sentence in the outlet's own voice.
fn read(marked: &str, kind: SourceKind) -> wire::Line {
    let mut text = String::new();
    let mut parts: [Vec<Span>; 3] = Default::default();
    let mut open: Option<(usize, usize)> = None;
    let mut chars = marked.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '[' => {
                let part = "sct".find(chars.next().unwrap()).unwrap();
                chars.next();
                open = Some((part, text.len()));
            }
            ']' => {
                let (part, start) = open.take().unwrap();
                parts[part].push(Span::new(start, text.len()));
            }
            c => text.push(c),
        }
    }
    let [source, cue, mut content] = parts;
    let own = cue.is_empty();
    if own {
        content = vec![Span::new(0, text.len().saturating_sub(1))];
    }
    let meta = Meta { outlet: Some("The Daily Mercury".to_owned()), ..Meta::default() };
    let document = Document::plain("d", text, meta);
    let segments = segment(Language::english(), &document);
    let quoted = !own && segments.quotations.iter().any(|q| content.iter().any(|c| c.overlaps(q.inner)));
    let step = |span: Span| Step {
        sources: vec![StepSource { source: SourceId(0), span: Some(span), href: None }],
        evidence: Evidence::rule("test"),
    };
    let form = if own {
        Form::Own
    } else if quoted {
        Form::Mixed
    } else {
        Form::Indirect
    };
    let claim = Claim {
        within: None,
        form,
        chain: source.iter().copied().map(step).collect(),
        cue,
        content,
        stance: Stance::Neutral,
        hedges: Vec::new(),
        words: None,
        response: None,
        told: None,
        said: None,
        unknown: None,
        evidence: Evidence::rule("test"),
        source: source.clone(),
    };
    let person = Source {
        name: None,
        kind,
        naming: Naming::Unnamed,
        descriptor: source.first().copied(),
        stated_count: None,
        anonymity: None,
        basis: None,
        mentions: source,
    };
    let mut resolved = Resolutions { claims: vec![claim], sources: vec![person], notices: Vec::new() };
    enrich(Language::english(), &document, &segments, &mut resolved);
    let analysis = Analysis {
        claims: resolved.claims,
        sources: resolved.sources,
        notices: resolved.notices,
        ..Analysis::default()
    };
    wire::line(&document, &analysis)
}

#[track_caller]
fn stance(marked: &str, expected: &str) {
    assert_eq!(read(marked, SourceKind::Person).claims[0].stance, expected, "{marked}");
}

#[test]
fn stance_of_the_cue_and_its_complement() {
    stance("[s She] [c said] [t it rained].", "neutral");
    stance("[s She] [c claimed] [t it rained].", "distancing");
    stance("[s The group] [c claimed] [t responsibility for the raid].", "neutral");
    stance("[s She] [c asked] [t whether it rained].", "questioning");
    stance("[s She] [c asked] [t them to leave].", "intending");
    stance("[s She] [c noted] [t that it rained].", "endorsing");
    stance("[s She] [c has repeatedly denied] [t that it rained].", "denying");
}

#[test]
fn negation_turns_a_stance() {
    stance("[s She] [c did not deny] [t that it rained].", "neutral");
    stance("[s She] [c doesn’t believe] [t that it rained].", "denying");
    stance("[s The army] [c has not confirmed] [t that it rained].", "questioning");
    stance("[s She] [c does not want] [t to go].", "intending");
    stance("It did not rain. [s She] [c knows] [t why].", "endorsing");
}

#[track_caller]
fn response(marked: &str, expected: Option<&str>) {
    let line = read(marked, SourceKind::Organization);
    let kind = line.claims[0].response.as_ref().map(|response| response.kind.as_str());
    assert_eq!(kind, expected, "{marked}");
}

#[test]
fn responses() {
    response("[s The firm] [c declined to] [t comment].", Some("declined"));
    response("The firm did not respond to a request for comment.", Some("no_response"));
    response("The tape was confirmed by The Daily Mercury.", Some("confirmed"));
    response("The tape was confirmed by The Evening Star.", None);
    response("[s Aides] [c said] [t the firm declined to comment].", None);
    response("“He denied any wrongdoing.”", None);
    response("Yields declined to 2.6 percent.", None);
}

#[test]
fn hedges_and_unknowns() {
    let line = read("[s She] [c said] [t the dam may have burst], reportedly at night.", SourceKind::Person);
    let hedges: Vec<&str> = line.claims[0].hedges.iter().map(|hedge| hedge.text.as_str()).collect();
    assert_eq!(hedges, ["may have", "reportedly"]);
    let line = read("It was not immediately clear how many had died.", SourceKind::Person);
    assert_eq!(line.claims[0].unknown.as_ref().unwrap().text, "was not immediately clear");
    assert!(line.notices.iter().any(|notice| notice.code == "S16"));
}

#[track_caller]
fn anonymity(marked: &str, class: &str, words: Option<&str>) {
    let line = read(marked, SourceKind::Person);
    let found = line.sources[0].anonymity.as_ref().unwrap();
    assert_eq!((found.class.as_str(), found.text.as_deref()), (class, words), "{marked}");
}

#[test]
fn reasons_for_anonymity() {
    let because = "because he was not authorized to discuss it in public";
    anonymity(
        &format!("[t It is over], [c said] [s an official who spoke on condition of anonymity {because}]."),
        "not_authorized",
        Some(because),
    );
    anonymity("[t It is over], [s an aide] [c said], asking not to be named.", "none_stated", None);
    anonymity(
        "[t It is over], [s an official] [c said]. The official asked not to be named, citing fear of reprisals.",
        "safety",
        Some("citing fear of reprisals"),
    );
    anonymity("[s An official] [c said] [t it is over].", "none_stated", None);
    let line = read("[s A voter] [c said] [t it is over].", SourceKind::Person);
    assert_eq!(line.sources[0].anonymity, None);
}

#[track_caller]
fn basis(marked: &str, class: &str, words: &str) {
    let line = read(marked, SourceKind::Person);
    let found = line.sources[0].basis.as_ref().unwrap();
    assert_eq!((found.class.as_str(), found.text.as_deref()), (class, Some(words)), "{marked}");
}

#[test]
fn bases() {
    basis("[s A person briefed on the raid] [c said] [t it is over].", "briefed", "briefed on the raid");
    basis(
        "[s A source familiar with the talks] [c said] [t it is over].",
        "not_stated",
        "familiar with the talks",
    );
    basis("[t It is over], [c said] [s a guard], who saw the crash.", "witnessed", "who saw the crash");
}

#[track_caller]
fn words(marked: &str, expected: Option<&str>) {
    let line = read(marked, SourceKind::Group);
    assert_eq!(line.claims[0].words.as_deref(), expected, "{marked}");
}

#[test]
fn whose_words_are_quoted() {
    words("[t “It is over,”] [s aides] [c said].", Some("speaker"));
    words("[t “Some have come back,”] [s the Evening Star] [c learned from] [s two aides].", Some("carrier"));
    words(
        "[t “Some have come back,”] [s the Evening Star] [c quoted] [s an aide] as saying.",
        Some("speaker"),
    );
    words("[s Aides] [c said] [t it is over].", None);
    words("[s Aides] [c called] [t it a “Bridge Over Troubled Water”].", None);
}
