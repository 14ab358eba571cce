//! Who a document is, and which bytes it came from.

use std::fmt::Write;

use reportedly::{Custody, Document};
use sha2::{Digest, Sha256};

/// SHA-256, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // writing to a string cannot fail
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The custody of these original bytes.
pub(crate) fn custody(file: &str, line: Option<u64>, bytes: &[u8]) -> Custody {
    Custody { file: file.to_owned(), sha256: sha256(bytes), bytes: bytes.len() as u64, line }
}

/// The identity of a document that came without one: its address, else a hash of outlet, title, date and text.
pub(crate) fn identity(document: &Document) -> String {
    if let Some(url) = &document.meta.url {
        return url.clone();
    }
    let mut hash = Sha256::new();
    let date = document.published().map(|date| date.to_string());
    for part in [document.meta.outlet.as_deref(), document.meta.title.as_deref(), date.as_deref()] {
        hash.update(part.unwrap_or("").as_bytes());
        hash.update([0]);
    }
    hash.update(document.text.as_bytes());
    let mut id = hex(&hash.finalize());
    id.truncate(16);
    id
}
