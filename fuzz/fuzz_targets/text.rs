#![no_main]

mod check;

use libfuzzer_sys::fuzz_target;
use reportedly_read::Format;

fuzz_target!(|bytes: &[u8]| check::check(bytes, Format::Text));
