//! Stub.
use crate::server::{Answer, App, Asked, Fault};
use maud::html;
use reportedly_ledger::Ledger;

pub(super) fn page(_: &App, _l: &Ledger, asked: &Asked) -> Result<Answer, Fault> {
    Ok(Answer::new(asked, "x", "x", &(), || html! { h1 { "x" } }))
}
