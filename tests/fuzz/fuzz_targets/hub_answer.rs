//! libFuzzer's way into `nuong_fuzz::hub_answer`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::hub_answer(bytes);
});
