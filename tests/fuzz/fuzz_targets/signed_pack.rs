//! See `handrail_tests::foreign`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(parser) = handrail_tests::foreign::parser("signed_pack") {
        (parser.takes)(bytes);
    }
});
