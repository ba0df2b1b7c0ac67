// swift-tools-version: 6.0
// What is generated for Swift, as a package: `cargo xtask bindings` lays it out beside this file.
import Foundation
import PackageDescription

/// Made by `cargo xtask ios` on a Mac; elsewhere the core is linked as a dynamic library.
let framework = "NuongCore.xcframework"
let isThere = FileManager.default.fileExists(atPath: Context.packageDirectory + "/" + framework)

let package = Package(
    name: "NuongFFI",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "NuongFFI", targets: ["NuongFFI"])],
    targets: [
        isThere
            ? .binaryTarget(name: "nuong_ffiFFI", path: framework)
            : .systemLibrary(name: "nuong_ffiFFI"),
        .target(name: "NuongFFI", dependencies: ["nuong_ffiFFI"]),
    ],
    swiftLanguageModes: [.v6]
)
