//! Writes the Kotlin and Swift sides of `bindings/ffi` from a built library: `cargo xtask bindings` calls it.

fn main() {
    uniffi::uniffi_bindgen_main();
}
