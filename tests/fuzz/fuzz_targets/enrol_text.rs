//! libFuzzer's way into `nuong_fuzz::enrol_text`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::enrol_text(bytes);
});
