//! Two wordings side by side, with what only one of them has marked.

use maud::{Markup, html};
use reportedly::visible;

/// Words of each that are compared; what comes after is shown as it is.
const MOST: usize = 300;

/// The first with what the second leaves out marked, the second with what it adds.
pub(super) fn marked(before: &str, after: &str) -> (Markup, Markup) {
    let (one, two): (Vec<&str>, Vec<&str>) =
        (before.split_whitespace().collect(), after.split_whitespace().collect());
    let (head_one, head_two) = (
        one.get(..one.len().min(MOST)).unwrap_or_default(),
        two.get(..two.len().min(MOST)).unwrap_or_default(),
    );
    let kept = common(head_one, head_two);
    let in_one: Vec<bool> =
        (0..one.len()).map(|at| at >= MOST || kept.iter().any(|pair| pair.0 == at)).collect();
    let in_two: Vec<bool> =
        (0..two.len()).map(|at| at >= MOST || kept.iter().any(|pair| pair.1 == at)).collect();
    (runs(&one, &in_one, false), runs(&two, &in_two, true))
}

/// A word without the signs around it: a full stop is no change.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The longest common sequence of words, as pairs of places.
fn common(one: &[&str], two: &[&str]) -> Vec<(usize, usize)> {
    let (one, two): (Vec<String>, Vec<String>) =
        (one.iter().map(|w| bare(w)).collect(), two.iter().map(|w| bare(w)).collect());
    let wide = two.len() + 1;
    let mut length = vec![0_u16; (one.len() + 1) * wide];
    let at = |i: usize, j: usize| i * wide + j;
    for i in (0..one.len()).rev() {
        for j in (0..two.len()).rev() {
            let get = |place: usize| length.get(place).copied().unwrap_or(0);
            let best = if one.get(i) == two.get(j) {
                get(at(i + 1, j + 1)) + 1
            } else {
                get(at(i + 1, j)).max(get(at(i, j + 1)))
            };
            if let Some(slot) = length.get_mut(at(i, j)) {
                *slot = best;
            }
        }
    }
    let get = |i: usize, j: usize| length.get(at(i, j)).copied().unwrap_or(0);
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < one.len() && j < two.len() {
        if one.get(i) == two.get(j) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if get(i + 1, j) >= get(i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn runs(words: &[&str], same: &[bool], added: bool) -> Markup {
    let mut runs: Vec<(bool, String)> = Vec::new();
    for (word, same) in words.iter().zip(same) {
        match runs.last_mut() {
            Some((known, run)) if known == same => {
                run.push(' ');
                run.push_str(word);
            }
            _ => runs.push((*same, (*word).to_owned())),
        }
    }
    html! {
        @for (index, (same, run)) in runs.iter().enumerate() {
            @if index > 0 { " " }
            @if *same { (visible(run)) } @else if added { ins { (visible(run)) } } @else { del { (visible(run)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_one_has_is_marked() {
        let (before, after) = marked("At least 340 boats, officials said.", "340 boats officials insisted");
        assert_eq!(before.into_string(), "<del>At least</del> 340 boats, officials <del>said.</del>");
        assert_eq!(after.into_string(), "340 boats officials <ins>insisted</ins>");
        let (before, after) = marked("", "<b>");
        assert_eq!(
            (before.into_string().as_str(), after.into_string().as_str()),
            ("", "<ins>&lt;b&gt;</ins>")
        );
    }
}
