#![no_main]

mod values;

use libfuzzer_sys::fuzz_target;

// With any publication date, the first and last of the calendar included.
fuzz_target!(|input: ((i16, i8, i8), &str)| values::check(input.1, Some(input.0)));
