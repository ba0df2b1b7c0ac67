//! libFuzzer's way into `nuong_fuzz::publication`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::publication(bytes);
});
