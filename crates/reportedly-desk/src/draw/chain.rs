//! The chain of one claim: this report on top, the origin at the bottom.

use maud::{Markup, html};

use super::{PLAIN, STRONG, lines, round, text};

/// Somebody at a step.
pub(crate) struct Voice {
    pub(crate) label: String,
    /// named, unnamed, absent.
    pub(crate) naming: &'static str,
}

const WIDTH: f64 = 320.0;
const LINE: f64 = 17.0;
const GAP: f64 = 26.0;
/// Lines of a name: longer ones are whole in the drawing's own words and under the pointer.
const MOST: usize = 24;

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
        let last = index + 1 == levels.len() && index > 0;
        let face = if last { STRONG } else { PLAIN };
        let cut = |width: f64| -> Vec<Vec<String>> {
            level.iter().map(|voice| lines(&voice.label, width - 20.0, MOST, face)).collect()
        };
        // Two stand side by side where their names are short; else they are a list.
        let half = (WIDTH - 2.0 - 8.0) / 2.0;
        let beside = level.len() == 2 && cut(half).iter().all(|words| words.len() <= 3);
        let width = if beside { half } else { WIDTH - 2.0 };
        let mut height: f64 = 0.0;
        for (place, (voice, words)) in level.iter().zip(cut(width)).enumerate() {
            let own = 14.0 + LINE * words.len().max(1) as f64;
            let x = if beside { 1.0 + place as f64 * (width + 8.0) } else { 1.0 };
            let top = if beside { y } else { y + height };
            body.push(html! {
                g {
                    title { (reportedly::visible(&voice.label)) }
                    rect class={ "box " (voice.naming) @if last { " origin" } } x=(round(x)) y=(round(top)) width=(round(width)) height=(round(own)) rx="4" {}
                    (text(x + 10.0, top + 20.0, LINE, &words, if last { "strong" } else { "" }))
                }
            });
            height = if beside { height.max(own) } else { height + own + 4.0 };
        }
        y += if beside { height } else { height - 4.0 };
    }
    html! {
        svg class="chain-drawing" viewBox={ "0 0 " (round(WIDTH)) " " (round(y + 1.0)) } width=(round(WIDTH)) height=(round(y + 1.0))
            role="img" aria-label=(reportedly::visible(&told)) {
            @for part in &body { (part) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_whole() {
        let name =
            "two people familiar with the inquiry into the storage tanks of the plant above the northern bay";
        for sources in [1, 2, 3] {
            let step = (0..sources).map(|_| Voice { label: name.to_owned(), naming: "unnamed" }).collect();
            let drawn = draw(&[step]).into_string();
            let shown = drawn.split("<text").nth(2).unwrap().split("</text>").next().unwrap();
            let words: Vec<&str> = shown.split(['<', '>']).filter(|part| !part.contains('=')).collect();
            let words = words.join(" ").replace("/tspan", "");
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words, name, "{sources}: {drawn}");
            assert!(drawn.contains(&format!("<title>{name}</title>")));
        }
    }
}
