//! The desk: a ledger in the browser, for one person or a small newsroom on one machine.
//!
//! Pages are made on the server from what the ledger has stored; they work without script, and every one of them has a
//! twin of the same data as JSON. How the desk keeps strangers out is told in `docs/desk.md`.

pub mod annotated;
mod draw;
mod href;
mod pages;
mod server;
mod words;

pub use server::{Desk, DeskError, Loader, Options};
