//! How many origins there are, as a range.

use super::super::lineage::{Origins, Root, RootKind};

/// How many origins there are at least and at most, and why these differ; `apart` of the roots are said to be different.
pub(super) fn range(roots: &[Root], sure: &[bool], utterance: bool, apart: usize) -> Origins {
    // whoever denies a statement is no origin of it, unless nobody else is left
    let asserted: Vec<&Root> = roots.iter().filter(|root| root.evidence != super::DENIES).collect();
    let roots = if asserted.is_empty() { roots.iter().collect() } else { asserted };
    let count = |wanted: fn(&Root) -> bool| roots.iter().filter(|root| wanted(root)).count();
    let people = count(|root| root.kind == RootKind::Person && root.name.is_some());
    // a doubtful link never raises the least number
    let held = |root: &Root| root.members.iter().any(|&at| sure.get(at).copied().unwrap_or(false));
    let certain = roots
        .iter()
        .filter(|root| root.kind == RootKind::Person && root.name.is_some() && held(root))
        .count();
    let reports = count(|root| root.kind == RootKind::Report);
    let bodies = count(|root| {
        root.name.is_some() && !matches!(root.kind, RootKind::Person | RootKind::Report | RootKind::Unknown)
    });
    let described = roots.len() - people - reports - bodies;
    let at_most = roots.len().max(1);
    let at_least = if utterance { 1 } else { certain.max(1) }.max(apart).min(at_most);
    let mut reasons = Vec::new();
    let mut why = |so: bool, words: &str| {
        if so {
            reasons.push(words.to_owned());
        }
    };
    if at_least < at_most && utterance {
        why(true, "the same words are given to different speakers");
    } else if at_least < at_most {
        why(reports > 1, "reports that tell it in their own voice may have it from one place");
        why(
            reports > 0 && people + bodies + described > 0,
            "a report's own voice may rest on a source that another names",
        );
        why(described > 1, "unnamed sources may be one");
        why(described > 0 && people + bodies > 0, "an unnamed source may be one of the named");
        why(bodies > 0 && people + bodies > 1, "a body may speak through a person, or through another body");
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Origins { at_least: number(at_least), at_most: number(at_most), reasons }
}
