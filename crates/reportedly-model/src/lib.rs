//! The network: tokenizer, runtime, built-in weights.
//!
//! ```no_run
//! use reportedly::{Document, Language, Meta, analyze};
//! use reportedly_model::Network;
//!
//! let network = Network::built_in()?;
//! let document = Document::plain("example", "“The dam is safe,” the minister said.", Meta::default());
//! let analysis = analyze(Language::english(), &document, &network)?;
//! println!("{} claims, read by {}", analysis.claims.len(), network.name());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod features;
mod manifest;
mod network;
mod window;
mod wordpiece;

pub use network::{LoadError, Network};
