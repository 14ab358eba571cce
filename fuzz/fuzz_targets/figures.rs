#![no_main]

mod values;

use libfuzzer_sys::fuzz_target;

// Without a publication date: relative times stay open.
fuzz_target!(|text: &str| values::check(text, None));
