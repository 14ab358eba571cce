//! What `models/en/manifest.json` says about the network.

use reportedly::LabelSet;
use serde::Deserialize;

/// Name, labels and the parameters that decoding needs.
#[derive(Debug, Deserialize)]
pub(crate) struct Manifest {
    name: String,
    version: String,
    labels: Labels,
    crf: Crf,
    links: Links,
}

#[derive(Debug, Deserialize)]
struct Labels {
    tags: Vec<String>,
    upos: Vec<String>,
    deprel: Vec<String>,
    entity: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Crf {
    transitions: Vec<Vec<f32>>,
    start: Vec<f32>,
    end: Vec<f32>,
}

#[derive(Debug, Deserialize)]
struct Links {
    null_source: Vec<f32>,
    buckets: Vec<usize>,
    content_distance: Vec<f32>,
    source_distance: Vec<f32>,
}

impl Manifest {
    pub(crate) fn labels(self) -> LabelSet {
        LabelSet {
            model: format!("{} {}", self.name, self.version),
            tags: self.labels.tags,
            transitions: self.crf.transitions.concat(),
            start: self.crf.start,
            end: self.crf.end,
            null_source: self.links.null_source,
            buckets: self.links.buckets,
            content_distance: self.links.content_distance,
            source_distance: self.links.source_distance,
            upos: self.labels.upos,
            deprel: self.labels.deprel,
            entity: self.labels.entity,
        }
    }
}
