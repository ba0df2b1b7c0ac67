//! libFuzzer's way into `nuong_fuzz::parcel_file`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    nuong_fuzz::parcel_file(bytes);
});
