//! Reports and passages as bytes, for stores that hold many.

use super::{Passage, Report};

impl Passage {
    /// The passage in bytes that [`Passage::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The passage of these bytes; none where they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Passage> {
        serde_json::from_slice(bytes).ok()
    }
}

impl Report {
    /// The report in bytes that [`Report::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The report of these bytes; none where they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Report> {
        serde_json::from_slice(bytes).ok()
    }
}
