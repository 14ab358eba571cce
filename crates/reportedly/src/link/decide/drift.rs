//! What changed between two linked passages.

use super::{Place, Verdict};
use crate::link::{Change, Drift, End, LinkKind, PassageKind, Voice};
use crate::{Naming, Relation, SourceKind};

/// Words in a row that show that one passage has the other's wording.
const WORDING: usize = 6;

/// What changed; `turned` says that the second end is the earlier one.
pub(super) fn changes(a: Place<'_>, b: Place<'_>, verdict: &Verdict, turned: bool) -> Vec<Change> {
    let (one, two) = (a.passage, b.passage);
    let mut changes = Vec::new();
    let mut push = |kind: Drift, at: End| changes.push(Change { kind, at });
    let (early, late) = if turned { (End::B, End::A) } else { (End::A, End::B) };
    let passage = |end: End| if end == End::A { one } else { two };
    if one.hedged != two.hedged && verdict.kind != LinkKind::Quote {
        push(Drift::HedgeDropped, if one.hedged { End::B } else { End::A });
    }
    if let (Some(first), Some(second)) = (&one.amount, &two.amount) {
        let bound = |relation| !matches!(relation, Relation::Exact | Relation::Between);
        let same_number = first.low.or(first.high) == second.low.or(second.high);
        if same_number && bound(first.relation) != bound(second.relation) {
            push(Drift::BoundDropped, if bound(first.relation) { End::B } else { End::A });
        }
        for (end, other, this) in [(End::A, second, one), (End::B, first, two)] {
            let own = this.amount.as_ref().is_some_and(|amount| amount.derived);
            if other.derived && !own && !this.chain.is_empty() {
                push(Drift::ArithmeticCredited, end);
            }
        }
    }
    match (passage(early).chain.is_empty(), passage(late).chain.is_empty()) {
        (true, false) => push(Drift::AttributionAdded, late),
        (false, true) => push(Drift::AttributionLost, late),
        _ => {}
    }
    let quotes = |end: End| passage(end).kind == PassageKind::Quote;
    if quotes(late) && !quotes(early) && !passage(early).quoted && verdict.run >= WORDING {
        push(Drift::QuotationMarksAdded, late);
    }
    let origin = |end: End| passage(end).chain.last().and_then(|step| step.first());
    let is = |voice: Option<&Voice>, naming: Naming| voice.is_some_and(|voice| voice.naming == naming);
    // an outlet that is credited is no name for its source
    let outlet = origin(late).is_some_and(|voice| voice.kind == SourceKind::Outlet);
    if is(origin(early), Naming::Unnamed) && is(origin(late), Naming::Named) && !outlet {
        push(Drift::UnnamedBecameNamed, late);
    }
    if one.partial != two.partial && verdict.kind == LinkKind::Claim && verdict.score >= 0.7 {
        push(Drift::SubsetBecameWhole, if one.partial { End::B } else { End::A });
    }
    changes.sort_unstable();
    changes
}
