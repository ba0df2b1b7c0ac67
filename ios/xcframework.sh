#!/usr/bin/env bash
# Builds the core for iPhones and their simulators and puts it where the Swift package finds it. On a Mac with Xcode only.
#
#   ios/xcframework.sh      after `cargo xtask bindings`; `cargo xtask ios` does both
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
target="${CARGO_TARGET_DIR:-$root/target}"
package="$target/bindings/NuongFFI"
out="$package/NuongCore.xcframework"

[ "$(uname)" = Darwin ] || { echo "✗ An xcframework is made with Xcode, on a Mac." >&2; exit 69; }
command -v xcodebuild >/dev/null || { echo "✗ Xcode is not here: install it, and run xcode-select --install." >&2; exit 69; }
[ -e "$package/Package.swift" ] || { echo "✗ There are no bindings yet: cargo xtask bindings" >&2; exit 1; }

export IPHONEOS_DEPLOYMENT_TARGET=17.0
cd "$root"
for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios; do
  rustup target add "$triple" >/dev/null
  # Of one kind alone: beside a library for Rust, Cargo leaves out link-time optimization.
  cargo rustc --locked --package nuong-ffi --lib --crate-type staticlib --profile mobile --target "$triple"
done

simulators="$target/ios-simulators"
mkdir -p "$simulators"
lipo -create -output "$simulators/libnuong_ffi.a" \
  "$target/aarch64-apple-ios-sim/mobile/libnuong_ffi.a" "$target/x86_64-apple-ios/mobile/libnuong_ffi.a"

# The library is static, so the module links nothing by itself.
headers="$target/ios-headers"
rm -rf "$headers" "$out"
mkdir -p "$headers"
cp "$package/Sources/nuong_ffiFFI/nuong_ffiFFI.h" "$headers/"
sed '/ link /d' "$package/Sources/nuong_ffiFFI/module.modulemap" >"$headers/module.modulemap"
xcodebuild -create-xcframework -output "$out" \
  -library "$target/aarch64-apple-ios/mobile/libnuong_ffi.a" -headers "$headers" \
  -library "$simulators/libnuong_ffi.a" -headers "$headers"
