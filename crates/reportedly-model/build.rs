//! Says what to do where the network's files are missing, before the compiler stumbles over them.

use std::path::Path;

fn main() {
    for file in ["model.onnx", "vocab.txt", "manifest.json"] {
        let path = Path::new("../../models/en").join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        if !path.is_file() {
            println!(
                "cargo::error=models/en/{file} is missing. It is part of the repository; \
                 check it out again, or make it as training/README.md says"
            );
        }
    }
}
