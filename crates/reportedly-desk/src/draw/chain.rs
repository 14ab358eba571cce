//! The chain of one claim: this report on top, the origin at the bottom.

use maud::{Markup, html};

use super::{lines, round, text};

/// Somebody at a step.
pub(crate) struct Voice {
    pub(crate) label: String,
    /// named, unnamed, absent.
    pub(crate) naming: &'static str,
}

const WIDTH: f64 = 320.0;
const LINE: f64 = 17.0;
const GAP: f64 = 26.0;

/// The steps, nearest first.
pub(crate) fn draw(steps: &[Vec<Voice>]) -> Markup {
    let label: Vec<String> = steps
        .iter()
        .map(|step| step.iter().map(|voice| voice.label.as_str()).collect::<Vec<_>>().join(" and "))
        .collect();
    let told = match label.as_slice() {
        [] => "This report, in its own voice".to_owned(),
        steps => format!("This report, from {}", steps.join(", from ")),
    };
    let mut y = 1.0;
    let report = Voice { label: "This report".to_owned(), naming: "report" };
    let first = [report];
    let mut levels: Vec<&[Voice]> = vec![&first];
    levels.extend(steps.iter().map(Vec::as_slice));
    let mut body = Vec::new();
    for (index, level) in levels.iter().enumerate() {
        if index > 0 {
            let middle = WIDTH / 2.0;
            body.push(html! {
                path class="way" d={ "M" (round(middle)) " " (round(y + GAP - 3.0)) "V" (round(y + 4.0)) } {}
                path class="tip" d={ "M" (round(middle - 5.0)) " " (round(y + 10.0)) "L" (round(middle)) " " (round(y + 2.0)) "L" (round(middle + 5.0)) " " (round(y + 10.0)) "z" } {}
            });
            y += GAP;
        }
        // Two stand side by side; more are a list.
        let columns = if level.len() == 2 { 2.0 } else { 1.0 };
        let width = (WIDTH - 2.0 - (columns - 1.0) * 8.0) / columns;
        let room = if columns > 1.0 { 20 } else { 42 };
        let mut height: f64 = 0.0;
        for (place, voice) in level.iter().enumerate() {
            let words = lines(&voice.label, room, 4);
            let own = 14.0 + LINE * words.len().max(1) as f64;
            let x = if columns > 1.0 { 1.0 + place as f64 * (width + 8.0) } else { 1.0 };
            let top = if columns > 1.0 { y } else { y + height };
            let last = index + 1 == levels.len() && index > 0;
            body.push(html! {
                rect class={ "box " (voice.naming) @if last { " origin" } } x=(round(x)) y=(round(top)) width=(round(width)) height=(round(own)) rx="4" {}
                (text(x + 10.0, top + 20.0, LINE, &words, if last { "strong" } else { "" }))
            });
            height = if columns > 1.0 { height.max(own) } else { height + own + 4.0 };
        }
        y += if columns > 1.0 { height } else { height - 4.0 };
    }
    html! {
        svg class="chain-drawing" viewBox={ "0 0 " (round(WIDTH)) " " (round(y + 1.0)) } width=(round(WIDTH)) height=(round(y + 1.0))
            role="img" aria-label=(reportedly::visible(&told)) {
            @for part in &body { (part) }
        }
    }
}
