//! libFuzzer's way into `nuong_fuzz::change`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::change(bytes);
});
