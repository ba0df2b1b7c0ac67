//! libFuzzer's way into `nuong_fuzz::hub_request`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::hub_request(bytes);
});
