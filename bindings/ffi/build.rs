//! Tells the linker how to make the library small that a phone gets.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let said = |name| std::env::var(name).unwrap_or_default();
    // The profile `mobile` alone is built for "z".
    if said("OPT_LEVEL") != "z" {
        return;
    }
    let (system, processor) = (said("CARGO_CFG_TARGET_OS"), said("CARGO_CFG_TARGET_ARCH"));
    // Relocations packed, and functions that came out the same kept once, where nobody compares their addresses. Linked by
    // lld, which is Rust's own on this system and the NDK's.
    let packed = match (system.as_str(), processor.as_str()) {
        ("android", _) => "-Wl,--pack-dyn-relocs=android",
        ("linux", "x86_64") => "-Wl,-z,pack-relative-relocs",
        _ => return,
    };
    println!("cargo:rustc-cdylib-link-arg={packed}");
    println!("cargo:rustc-cdylib-link-arg=-Wl,--icf=safe");
}
