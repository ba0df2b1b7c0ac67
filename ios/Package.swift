// swift-tools-version: 6.0
// The iOS app but for Apple's frameworks: `NuongKit` is everything the screens need and do not draw. On Linux the screens
// themselves are checked against declarations of the few names of SwiftUI and its neighbours they use (`Checks`).
import PackageDescription

let package = Package(
    name: "NuongKit",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "NuongKit", targets: ["NuongKit"])],
    dependencies: [.package(name: "Nuong", path: "../bindings/swift")],
    targets: [
        .target(name: "NuongKit", dependencies: [.product(name: "Nuong", package: "Nuong")], path: "NuongKit"),
        .testTarget(
            name: "NuongKitTests",
            dependencies: ["NuongKit", .product(name: "NuongTestWorld", package: "Nuong")], path: "NuongKitTests"),
    ],
    swiftLanguageModes: [.v6]
)

#if os(Linux)
    let standIns = [
        "SwiftUI", "UIKit", "Security", "LocalAuthentication", "BackgroundTasks", "UniformTypeIdentifiers", "AVFoundation",
        "CoreImage", "CoreLocation",
    ]
    package.targets += standIns.map { name in
        let needs: [Target.Dependency] = name == "SwiftUI" ? ["UniformTypeIdentifiers", "UIKit", "CoreImage"] : []
        return .target(name: name, dependencies: needs, path: "Checks/\(name)")
    }
    package.targets.append(
        .executableTarget(
            name: "NuongApp", dependencies: ["NuongKit"] + standIns.map { .init(stringLiteral: $0) }, path: "App",
            exclude: ["Resources", "Media"]))
#endif
