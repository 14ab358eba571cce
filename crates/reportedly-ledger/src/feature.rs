//! What the link decision needs of a document, in a few bytes.

use reportedly::link::{Passage, Report};
use serde::{Deserialize, Serialize};

use crate::error::{LedgerErrorKind, Sql};
use crate::pack;

/// A report with its passages, in the order of their rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Feature {
    pub(crate) report: Report,
    pub(crate) passages: Vec<Passage>,
}

impl Feature {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        pack::press(&postcard::to_allocvec(self).unwrap_or_default())
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Sql<Feature> {
        pack::unpress(bytes)
            .and_then(|bytes| postcard::from_bytes(&bytes).ok())
            .ok_or_else(|| LedgerErrorKind::Damaged("what links are made from cannot be read".to_owned()))
    }
}
