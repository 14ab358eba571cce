//! Puts the network into the form in which the program loads it: `graph.onnx` holds the operators alone, `weights.data`
//! the numbers, each tensor at a place where it can be used as it lies in the program, without a copy.
//!
//! The repository keeps one file, as the training writes it; its bytes are not changed, only taken apart.

use std::path::{Path, PathBuf};

/// Tensors of at least so many bytes go into `weights.data`; smaller ones stay in the graph.
const LEAST: usize = 256;
/// Each tensor begins at a multiple of so many bytes.
const ALIGNMENT: usize = 64;
/// What the graph calls the other file; the runtime asks for such an ending.
const WEIGHTS: &str = "weights.data";

// Numbers of fields in https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
const MODEL_GRAPH: u64 = 7;
const GRAPH_INITIALIZER: u64 = 5;
const TENSOR_RAW_DATA: u64 = 9;
const TENSOR_EXTERNAL_DATA: u64 = 13;
const TENSOR_DATA_LOCATION: u64 = 14;
const EXTERNAL: u64 = 1;

fn main() {
    if let Err(message) = run() {
        println!("cargo::error={message}");
    }
}

fn run() -> Result<(), String> {
    let folder = Path::new("../../models/en");
    println!("cargo::rerun-if-changed=build.rs");
    for file in ["model.onnx", "vocab.txt", "manifest.json"] {
        let path = folder.join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        if !path.is_file() {
            return Err(format!(
                "models/en/{file} is missing. It is part of the repository; \
                 check it out again, or make it as training/README.md says"
            ));
        }
    }
    let model = std::fs::read(folder.join("model.onnx")).map_err(|e| format!("models/en/model.onnx: {e}"))?;
    let mut weights = Vec::new();
    let graph = take_apart(&model, &mut weights)
        .ok_or_else(|| "models/en/model.onnx is no ONNX file (check it out again)".to_owned())?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?);
    for (name, bytes) in [("graph.onnx", &graph), (WEIGHTS, &weights)] {
        let path = out.join(name);
        std::fs::write(&path, bytes).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

/// The model with the tensors of its graph moved into `weights`.
fn take_apart(model: &[u8], weights: &mut Vec<u8>) -> Option<Vec<u8>> {
    rewrite(model, MODEL_GRAPH, &mut |graph| {
        rewrite(graph, GRAPH_INITIALIZER, &mut |tensor| move_data(tensor, weights))
    })
}

/// A tensor whose numbers lie in the other file, or the same one where they are few.
fn move_data(tensor: &[u8], weights: &mut Vec<u8>) -> Option<Vec<u8>> {
    let mut data = None;
    let mut rest = Vec::new();
    let mut fields = Fields(tensor);
    while let Some(field) = fields.next()? {
        match field.bytes {
            Some(bytes) if field.number == TENSOR_RAW_DATA => data = Some(bytes),
            _ => rest.extend_from_slice(field.whole),
        }
    }
    let Some(data) = data.filter(|data| data.len() >= LEAST) else { return Some(tensor.to_vec()) };
    weights.resize(weights.len().next_multiple_of(ALIGNMENT), 0);
    let place = [
        ("location", WEIGHTS.to_owned()),
        ("offset", weights.len().to_string()),
        ("length", data.len().to_string()),
    ];
    for (key, value) in &place {
        let mut entry = Vec::new();
        put_bytes(&mut entry, 1, key.as_bytes());
        put_bytes(&mut entry, 2, value.as_bytes());
        put_bytes(&mut rest, TENSOR_EXTERNAL_DATA, &entry);
    }
    put_number(&mut rest, TENSOR_DATA_LOCATION << 3);
    put_number(&mut rest, EXTERNAL);
    weights.extend_from_slice(data);
    Some(rest)
}

/// A message with each field `number` changed; none where it is no message.
fn rewrite(message: &[u8], number: u64, change: &mut dyn FnMut(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut fields = Fields(message);
    while let Some(field) = fields.next()? {
        match field.bytes {
            Some(bytes) if field.number == number => put_bytes(&mut out, number, &change(bytes)?),
            _ => out.extend_from_slice(field.whole),
        }
    }
    Some(out)
}

/// The fields of a Protocol Buffers message.
struct Fields<'a>(&'a [u8]);

struct Field<'a> {
    number: u64,
    /// Tag and value.
    whole: &'a [u8],
    /// The value, where it is bytes or a message.
    bytes: Option<&'a [u8]>,
}

impl<'a> Fields<'a> {
    /// The next field; an inner none at the end, an outer one where the bytes are no message.
    fn next(&mut self) -> Option<Option<Field<'a>>> {
        if self.0.is_empty() {
            return Some(None);
        }
        let all = self.0;
        let tag = self.number()?;
        let mut bytes = None;
        match tag & 7 {
            0 => drop(self.number()?),
            1 => drop(self.take(8)?),
            2 => {
                let length = usize::try_from(self.number()?).ok()?;
                bytes = Some(self.take(length)?);
            }
            5 => drop(self.take(4)?),
            _ => return None,
        }
        let whole = all.get(..all.len() - self.0.len())?;
        Some(Some(Field { number: tag >> 3, whole, bytes }))
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }
}

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_bytes(out: &mut Vec<u8>, number: u64, bytes: &[u8]) {
    put_number(out, number << 3 | 2);
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}
