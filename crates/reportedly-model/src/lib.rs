//! The network: tokenizer, runtime, built-in weights.
