// swift-tools-version: 6.0
// The core for Swift: `Nuong`, over the code that `cargo xtask bindings` generates into the build's folder.
import PackageDescription

/// Where the generated package lies; cargo's own variable moves it.
let made = Context.environment["CARGO_TARGET_DIR"].map { "\($0)/bindings/NuongFFI" } ?? "../../target/bindings/NuongFFI"

let package = Package(
    name: "Nuong",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "Nuong", targets: ["Nuong"]),
        .library(name: "NuongTestWorld", targets: ["NuongTestWorld"]),
    ],
    dependencies: [.package(name: "NuongFFI", path: made)],
    targets: [
        .target(name: "Nuong", dependencies: [.product(name: "NuongFFI", package: "NuongFFI")]),
        // What tests need around the core: an authority, a hub and colleagues, by the programs people run.
        .target(name: "NuongTestWorld", dependencies: ["Nuong"]),
        .executableTarget(name: "nuong-until-killed", dependencies: ["Nuong"]),
        .systemLibrary(name: "CHeap"),
        .testTarget(name: "NuongTests", dependencies: ["Nuong", "NuongTestWorld", "nuong-until-killed", "CHeap"]),
        .testTarget(name: "NuongStreamTests", dependencies: ["Nuong", "NuongTestWorld"]),
    ],
    swiftLanguageModes: [.v6]
)
