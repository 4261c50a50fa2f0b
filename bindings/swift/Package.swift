// swift-tools-version: 6.0
import PackageDescription

// The generated binding and the library are no sources of this package: `./build-xcframework.sh` makes both on a Mac, and
// everywhere else the library comes out of cargo (see the README).
#if os(macOS)
let library: Target = .binaryTarget(name: "handrailFFI", path: "build/handrailFFI.xcframework")
#else
let library: Target = .systemLibrary(name: "handrailFFI", path: "build/handrailFFI")
#endif

let package = Package(
    name: "Handrail",
    platforms: [.iOS(.v17), .macOS(.v14)],
    // The module is called `handrail`: one called like the class in it could not be named in front of anything.
    products: [.library(name: "Handrail", targets: ["handrail"])],
    targets: [
        library,
        .target(
            name: "handrail", dependencies: ["handrailFFI"],
            linkerSettings: [.linkedLibrary("handrail", .when(platforms: [.linux]))]),
        // A program and no XCTest: it runs wherever Swift does. `swift run handrail-tests`
        .executableTarget(name: "handrail-tests", dependencies: ["handrail"], path: "Tests"),
    ],
    swiftLanguageModes: [.v6, .v5]
)
