#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shapewright_readers::model(bytes));
