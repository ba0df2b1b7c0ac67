//! libFuzzer's way into `nuong_fuzz::workbook`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::workbook(bytes);
});
