// swift-tools-version: 6.0
import PackageDescription

// `cargo xtask strings` writes target/strings/ios/TextArguments.swift, which belongs to these sources: it is copied into
// Sources/HandrailKit/Words before this is built (see ios/README.md).
let package = Package(
    name: "HandrailKit",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "HandrailKit", targets: ["HandrailKit"])],
    dependencies: [.package(name: "Handrail", path: "../../bindings/swift")],
    targets: [
        .target(name: "HandrailKit", dependencies: [.product(name: "Handrail", package: "Handrail")]),
        // A program and no XCTest: it runs wherever Swift does.
        .executableTarget(name: "HandrailKitTests", dependencies: ["HandrailKit"], path: "Tests/HandrailKitTests"),
    ],
    swiftLanguageModes: [.v6]
)
