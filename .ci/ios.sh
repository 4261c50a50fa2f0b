#!/bin/sh
# The iOS app on a Mac with Xcode (.ci/devices.md). Everything else: .ci/run.
set -eu
cd "$(dirname "$0")/.."

[ "$(uname -s)" = Darwin ] || { echo "Apple's tools run on a Mac" >&2; exit 1; }
command -v xcodegen >/dev/null || brew install xcodegen
rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios

cargo xtask ios
# What the tests on Linux run in a chroot, by Apple's own compiler and on Apple's own system.
swift run --package-path bindings/swift handrail-tests
cp target/strings/ios/TextArguments.swift ios/HandrailKit/Sources/HandrailKit/Words/
HANDRAIL_STRINGS="$PWD/target/strings/ios" swift run --package-path ios/HandrailKit HandrailKitTests
