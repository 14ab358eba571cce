//! A lineage: on which origins a statement rests, who repeats whom, what changed on the way, who disagrees.

use std::collections::BTreeSet;

use maud::{Markup, html};
use reportedly::visible;
use reportedly_ledger::Ledger;
use reportedly_ledger::query::{Disagreement, Member, Trace};
use serde::Serialize;

use super::statement::{by, chain, place, words as said};
use super::{differ, judge};
use crate::href;
use crate::server::{Answer, App, Asked, Fault};
use crate::words::{self, change, counted, day, origins, root, short, span, why};

/// Passages on a page: the rest is on the next ones.
const MOST: usize = 30;
/// Reports in the list behind their number; those that were not taken from others, of one origin.
const LISTED: usize = 60;
/// Statements that stand against others, and how many each of them names.
const AGAINST: usize = 8;
const OTHERS: usize = 4;

#[derive(Serialize)]
struct Twin<'a> {
    trace: Option<&'a Trace>,
}

pub(super) fn page(_: &App, ledger: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    let question = asked.get("id").or(asked.get("of")).or(asked.get("q"));
    let question = question.ok_or_else(|| Fault::Wrong("which lineage? The address has none".to_owned()))?;
    let found = ledger.trace(question)?.filter(|trace| !trace.members.is_empty());
    let Some(trace) = found else {
        return Err(Fault::NotFound(format!(
            "there is no lineage “{}” (lineages get other ids as reports come in: search for its words)",
            short(question, 200)
        )));
    };
    let at = trace.members.get(trace.asked).or(trace.members.first());
    let title = at.map(|member| short(&member.statement.context, 90)).unwrap_or_default();
    Ok(Answer::new(asked, "lineage", title, &Twin { trace: Some(&trace) }, || draw(&trace, asked)))
}

fn draw(trace: &Trace, asked: &Asked) -> Markup {
    let first = trace.members.get(trace.asked).or(trace.members.first());
    let back = trace.lineage.as_ref().map(|lineage| href::lineage(&lineage.id)).unwrap_or_default();
    let page = asked.number("page").map_or(0, |page| page as usize - 1);
    let from = page.saturating_mul(MOST);
    let groups = against(trace);
    let pages = trace.members.len().div_ceil(MOST).max(groups.len().div_ceil(AGAINST));
    html! {
        p class="dim" { "A statement and who tells it" }
        h1 { @if let Some(member) = first { "“" (visible(&short(&member.statement.context, 300))) "”" } }
        @match &trace.lineage {
            Some(_) => (numbers(trace, page, &back)),
            None => p { "One report here tells it; no other is linked to it." },
        }
        @if trace.lineage.is_some() && page == 0 {
            h2 id="drawing" { "Who repeats whom" }
            p class="dim" { "Arrows go the way the words went: from the origin to the report, from a report to the one that cites or copies it. Dashed boxes are unnamed sources, and in slanted words stands whom a report does not name. Reports that are only later stand by themselves." }
            (crate::draw::lineage::draw(trace, &|at| wording_of(at, page, &back)))
        }
        (disagreements(&groups, trace, page))
        h2 id="wordings" { "Wordings, by date" }
        @if trace.members.len() > 1 { p class="dim" { "Beside each repeat stands what it repeats, else the earliest wording: " ins { "added" } ", " del { "left out" } "." } }
        @for (at, member) in trace.members.iter().enumerate().skip(from).take(MOST) { (wording(trace, at, member, asked, &back)) }
        @if pages > 1 {
            nav class="pager" aria-label="More wordings" {
                @for number in 0..pages {
                    @if number == page { b { (number + 1) } } @else { a href={ (back) "&page=" (number + 1) "#wordings" } { (number + 1) } }
                }
            }
        }
        @if !trace.others.is_empty() {
            h2 { "Other lineages with these words" }
            ul class="entries" {
                @for other in &trace.others {
                    li class="entry" {
                        p { a class="said" href=(href::lineage(&other.lineage.id)) { (visible(&short(&other.words, 200))) } }
                        p class="from" { (counted(other.lineage.reports, "report")) " · " (origins(&other.lineage)) }
                    }
                }
            }
        }
    }
}

/// Where the wording of a member stands: on this page, or on another one.
fn wording_of(at: usize, page: usize, back: &str) -> String {
    if at / MOST == page {
        format!("#m{}", at + 1)
    } else {
        format!("{back}&page={}#m{}", at / MOST + 1, at + 1)
    }
}

/// Reports, outlets and origins as numbers that open their list.
fn numbers(trace: &Trace, page: usize, back: &str) -> Markup {
    let Some(lineage) = &trace.lineage else { return html! {} };
    let mut seen = BTreeSet::new();
    let reports: Vec<&Member> = trace
        .members
        .iter()
        .filter(|member| seen.insert(member.statement.report.document.as_str()))
        .collect();
    let mut outlets: Vec<(&str, usize)> = Vec::new();
    for member in &reports {
        let name = member.statement.report.outlet();
        match outlets.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => outlets.push((name, 1)),
        }
    }
    let days = trace.members.iter().map(|member| member.statement.report.day());
    html! {
        ul class="numbers" {
            li { details {
                summary { b { (lineage.reports) } span { @if lineage.reports == 1 { "report" } @else { "reports" } } }
                @if reports.len() > lineage.reports as usize { p class="dim" { "With copies, which count once, and earlier versions: " (reports.len()) "." } }
                ul class="entries" { @for member in reports.iter().take(LISTED) { li class="entry" { p class="from" { (by(&member.statement.report)) } a href=(place(&member.statement)) { (visible(member.statement.report.title.as_deref().unwrap_or("(no title)"))) } } } @if reports.len() > LISTED { li class="dim" { "and " (reports.len() - LISTED) " more, among the wordings" } } }
            } }
            li { details {
                summary { b { (lineage.outlets) } span { @if lineage.outlets == 1 { "outlet" } @else { "outlets" } } }
                ul { @for (name, count) in &outlets { li { a href=(href::outlet(name)) { (visible(name)) } " " span class="dim" { (counted(*count as u64, "report")) } } } }
            } }
            li { details {
                summary { b { @if lineage.at_least == lineage.at_most { (lineage.at_most) } @else { (lineage.at_least) " to " (lineage.at_most) } } span { @if lineage.at_most == 1 { "origin" } @else { "origins" } } }
                p { (origins(lineage)) @if !lineage.reasons.is_empty() { ":" } }
                @if !lineage.reasons.is_empty() { ul { @for reason in &lineage.reasons { li { (visible(reason)) } } } }
                ul class="entries" {
                    @for one in &trace.roots {
                        li class="entry" {
                            @match &one.name {
                                Some(name) if one.kind != "report" => a href=(href::source(name)) { b { (visible(&root(trace, one))) } },
                                _ => b { (visible(&root(trace, one))) },
                            }
                            " " span class="dim" { (one.kind) @if one.occasions > 1 { ", " (counted(one.occasions as u64, "occasion")) } ": " }
                            @for (index, at) in one.members.iter().take(LISTED / 4).enumerate() {
                                @if let Some(member) = trace.members.get(*at) {
                                    @if index > 0 { ", " }
                                    a href=(wording_of(*at, page, back)) { (visible(member.statement.report.outlet())) }
                                }
                            }
                            @if one.members.len() > LISTED / 4 { span class="dim" { " and " (one.members.len() - LISTED / 4) " more" } }
                        }
                    }
                }
            } }
            li { b { (span(days)) } span class="dim" { "in this ledger" } }
        }
    }
}

/// Where members do not say the same: each statement with all that it stands against.
fn disagreements(groups: &[Against<'_>], trace: &Trace, page: usize) -> Markup {
    let shown = groups.iter().skip(page.saturating_mul(AGAINST)).take(AGAINST);
    let more = groups.len() > AGAINST;
    html! {
        @if shown.len() > 0 {
            h2 id="conflicts" { "Not the same" @if more { " " span class="dim" { (counted(groups.len() as u64, "statement")) ", on several pages" } } }
            ul class="entries conflicts" {
                @for (at, group) in shown {
                    @if let Some(member) = trace.members.get(*at) {
                        li class="entry" {
                            p { (said(&member.statement)) }
                            p class="from" { (by(&member.statement.report)) " " (chain(&member.statement)) }
                            @for (relation, note, others) in alike(group) {
                                div class="others" {
                                    p { span class="relation" { (words::relation(relation)) } @if let Some(note) = note { " " span class="dim" { "(" (visible(note)) ")" } } }
                                    ul class="entries" {
                                        @for other in others.iter().take(OTHERS).filter_map(|&at| trace.members.get(at)) {
                                            li { p { (said(&other.statement)) } p class="from" { (by(&other.statement.report)) " " (chain(&other.statement)) } }
                                        }
                                        @if others.len() > OTHERS { li class="dim" { "and " (others.len() - OTHERS) " more, among the wordings" } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A statement with the pairs in which it is the later one.
type Against<'a> = (usize, Vec<&'a Disagreement>);

fn against(trace: &Trace) -> Vec<Against<'_>> {
    let mut groups: Vec<Against<'_>> = Vec::new();
    for one in &trace.disagreements {
        match groups.iter_mut().find(|(b, _)| *b == one.b) {
            Some((_, group)) => group.push(one),
            None => groups.push((one.b, vec![one])),
        }
    }
    groups
}

/// What one statement stands against, by what is known of the two.
fn alike<'a>(group: &[&'a Disagreement]) -> Vec<(&'a str, Option<&'a str>, Vec<usize>)> {
    let mut kinds: Vec<(&str, Option<&str>, Vec<usize>)> = Vec::new();
    for one in group {
        let (relation, note) = (one.relation.as_str(), one.note.as_deref());
        match kinds.iter_mut().find(|(known, why, _)| (*known, *why) == (relation, note)) {
            Some((.., others)) => others.push(one.a),
            None => kinds.push((relation, note, vec![one.a])),
        }
    }
    kinds
}

fn wording(trace: &Trace, at: usize, member: &Member, asked: &Asked, back: &str) -> Markup {
    let statement = &member.statement;
    let other = member.repeats.or(member.changed_from).or(member.copy_of).filter(|other| *other != at);
    let compared = other.or((at > 0).then_some(0)).and_then(|other| Some((other, trace.members.get(other)?)));
    let (before, after) = match compared {
        Some((_, other)) => differ::marked(&other.statement.context, &statement.context),
        None => (html! { (visible(&statement.context)) }, html! { (visible(&statement.context)) }),
    };
    let mut notes: Vec<&str> = member.why.as_deref().map(why).into_iter().collect();
    notes.extend(member.changes.iter().map(|kind| change(kind)));
    notes.extend(member.newer.map(|_| "a later version of the report has it anew"));
    html! {
        article class="compare" id={ "m" (at + 1) } aria-label={ (visible(statement.report.outlet())) ", " (day(&statement.report)) } {
            @if let Some((index, other)) = compared {
                div {
                    p class="from" { a href=(wording_of(index, at / MOST, back)) { @if member.repeats.is_some() { "repeats" } @else if index == 0 { "earliest" } @else { "beside" } } " " (by(&other.statement.report)) }
                    p { span class="said" { (before) } }
                }
            }
            div {
                p class="from" { (by(&statement.report)) " " (chain(statement)) @if at == 0 { " " span class="tag" { "earliest in this ledger" } } }
                p { a class="said" href=(place(statement)) { (after) } }
            }
            @if !notes.is_empty() { p class="notes" { (notes.join(" · ")) } }
            // judgments are about the newest version of a report
            @if let (Some((_, other)), true) = (compared.filter(|(_, other)| other.newer.is_none()), linked(member) && member.newer.is_none() && !back.is_empty()) { (link(statement.id(), other.statement.id(), asked, &format!("{back}#m{}", at + 1), at)) }
        }
    }
}

/// Whether a link to the other is known.
fn linked(member: &Member) -> bool {
    member.repeats.is_some() || member.changed_from.is_some()
}

/// Says that the two belong together, or do not.
fn link(one: String, two: String, asked: &Asked, back: &str, at: usize) -> Markup {
    html! {
        details class="link-judging" {
            summary { "Judge this link" }
            form method="post" action="/judge" class="line" {
                input type="hidden" name="one" value=(one);
                input type="hidden" name="two" value=(two);
                input type="hidden" name="back" value=(back);
                (judge::name(asked, &format!("link-{at}")))
                button name="act" value="confirm" { "Confirm" }
                button name="act" value="reject" { "Reject" }
            }
        }
    }
}
