//! libFuzzer's way into `nuong_fuzz::language`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::language(bytes);
});
