#!/bin/sh
# The iOS app on a Mac with Xcode (.ci/devices.md). Everything else: .ci/run.
# Written with care and never run: there was no Mac.
#   HANDRAIL_SIMULATOR='iPhone 16'   the simulator that runs the app's tests
set -eu
cd "$(dirname "$0")/.."

[ "$(uname -s)" = Darwin ] || { echo "Apple's tools run on a Mac" >&2; exit 1; }
command -v xcodegen >/dev/null || brew install xcodegen
rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios

cargo xtask ios
# What the tests on Linux run in a chroot, by Apple's own compiler and on Apple's own system.
swift run --package-path bindings/swift handrail-tests
HANDRAIL_STRINGS="$PWD/target/strings/ios" swift run --package-path ios/HandrailKit HandrailKitTests

# Signed for this machine alone: a simulator gives an app that is not signed at all no Keychain.
xcodebuild -project ios/HandrailApp.xcodeproj -scheme HandrailApp -derivedDataPath target/ios-tests \
    -destination "platform=iOS Simulator,name=${HANDRAIL_SIMULATOR:-iPhone 16}" CODE_SIGN_IDENTITY=- test

# What Apple wants a reason for, as the app is linked. The two that are declared are left out (ios/App/PrivacyInfo.xcprivacy).
app=$(find target/ios/Build/Products -name HandrailApp.app -type d | head -n 1)
for symbol in _mach_absolute_time _statfs _statvfs _fstatfs _fstatvfs _getattrlist _fgetattrlist _getattrlistat; do
    if find "$app" -type f -perm -u+x -exec nm -u {} + 2>/dev/null | grep -qw -- "$symbol"; then
        echo "look: $symbol is linked; does PrivacyInfo.xcprivacy need its category?"
    fi
done
