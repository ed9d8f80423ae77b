#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| lyceum_fuzz::transport_report(data));
