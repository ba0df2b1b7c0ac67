//! libFuzzer's way into `nuong_fuzz::session_state`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::session_state(bytes);
});
