//! libFuzzer's way into `nuong_fuzz::sheets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::sheets(bytes);
});
