//! The files in `models/en` are the ones that the manifest names.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use sha2::{Digest, Sha256};

#[test]
fn the_manifest_names_these_very_files() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en");
    let read = |name: &str| std::fs::read(format!("{folder}/{name}")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&read("manifest.json")).unwrap();
    for (field, name) in [("onnx", "model.onnx"), ("vocab", "vocab.txt")] {
        let digest = Sha256::digest(read(name));
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(manifest[field]["sha256"], hex, "{name}");
    }
}
