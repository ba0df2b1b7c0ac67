//! libFuzzer's way into `nuong_fuzz::conflict_path`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::conflict_path(bytes);
});
