//! Figures and times of any text, and what holds for them.

use reportedly::{Analysis, Annotations, DateOrigin, DateRole, Dated, Document, Language, Meta, Span};
use reportedly::{normalize, segment, unpack, wire};

/// Reads the figures and times of `text` as if it came out on `published`, and checks what comes out.
pub fn check(text: &str, published: Option<(i16, i8, i8)>) {
    let date = published.and_then(|(year, month, day)| jiff::civil::Date::new(year, month, day).ok());
    let published = date.map(|date| Dated {
        date,
        time: None,
        role: DateRole::Published,
        origin: DateOrigin::Metadata,
        evidence: String::new(),
    });
    let document = Document::plain("fuzz", text, Meta { published, ..Meta::default() });
    let language = Language::english();
    let segments = segment(language, &document);
    let seen = Annotations::default();
    let fits = |span: Span| document.text.get(span.start()..span.end()).is_some_and(|words| !words.is_empty());

    let (times, mut notices) = normalize::times(language, &document, &segments, &seen, &[]);
    for time in &times {
        assert!(fits(time.span) && !time.value.is_empty());
        assert!(time.days.is_none_or(|(first, last)| first <= last), "{time:?}");
    }
    let (figures, more) = normalize::figures(language, &document, &segments, &seen, &[], &times);
    notices.extend(more);
    for figure in &figures {
        assert!(fits(figure.span));
        assert!(figure.low.is_some() || figure.high.is_some(), "{figure:?}");
        assert!(figure.low.zip(figure.high).is_none_or(|(low, high)| low <= high), "{figure:?}");
        assert!([figure.counted, figure.approximator, figure.about].into_iter().flatten().all(fits), "{figure:?}");
    }
    let (figure_groups, derived, more) = normalize::relate(&document.text, &segments, &figures);
    notices.extend(more);
    let known = |id: &reportedly::FigureId| figures.get(id.0 as usize).is_some();
    assert!(figure_groups.iter().all(|group| group.members.iter().all(|(id, _)| known(id))));
    assert!(derived.iter().all(|derived| !derived.premises.is_empty() && derived.premises.iter().all(known)));
    assert!(notices.iter().filter_map(|notice| notice.span).all(fits));

    // the same again, and the same after it was written and read
    let (again, _) = normalize::times(language, &document, &segments, &seen, &[]);
    assert_eq!(again, times);
    let analysis = Analysis { figures, figure_groups, derived, times, notices, ..Analysis::default() };
    let line = wire::line(&document, &analysis);
    let (_, read) = unpack(&line).expect("a line of our own is read");
    assert_eq!((read.figures.len(), read.times.len()), (analysis.figures.len(), analysis.times.len()));
}
