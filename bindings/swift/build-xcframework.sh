#!/bin/sh
# Builds what the Swift package needs on a Mac: build/handrailFFI.xcframework (device, both simulators, macOS) and the generated
# source. Needs Xcode 16 or newer, Rust by rustup, perl and make (for OpenSSL).
#
#   ./build-xcframework.sh             everything
#   ./build-xcframework.sh --zip       and handrailFFI.xcframework.zip with its checksum, for `.binaryTarget(url:checksum:)`
#
# Written with care and never run: there was no Mac. What a Linux machine can check of the package, `cargo xtask swift` checks.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
build=$here/build
cd "$root"

[ "$(uname -s)" = Darwin ] || { echo "an XCFramework is made on a Mac: xcodebuild and lipo are Apple's" >&2; exit 1; }
for tool in xcodebuild lipo rustup cargo perl make; do
    command -v "$tool" >/dev/null || { echo "missing: $tool" >&2; exit 1; }
done

# OpenSSL is built for each target by the crate that needs it; one of this machine's own would be for the wrong system.
unset OPENSSL_DIR OPENSSL_NO_VENDOR OPENSSL_STATIC 2>/dev/null || true
export IPHONEOS_DEPLOYMENT_TARGET=17.0 MACOSX_DEPLOYMENT_TARGET=14.0

device=aarch64-apple-ios
simulators="aarch64-apple-ios-sim x86_64-apple-ios"
macs="aarch64-apple-darwin x86_64-apple-darwin"

for one in $device $simulators $macs; do
    rustup target add "$one"
    # The static library alone, and only for this build: an app links it as a whole.
    cargo rustc --locked --release --package handrail-bindings --lib --crate-type staticlib --target "$one"
done

# The binding comes out of a debug library: the one that ships no longer describes itself.
cargo build --locked --package handrail-bindings --features bindgen
generated=$build/generated
rm -rf "$build"
mkdir -p "$generated" "$build/headers/handrailFFI" "$build/simulator" "$build/mac"
"$target/debug/uniffi-bindgen" generate "$target/debug/libhandrail.dylib" --language swift --no-format --out-dir "$generated"

# What changed for an app is read in review; a source that is not the reviewed one is not shipped.
diff -q "$generated/handrail.swift" "$root/tests/golden/handrail.swift" || {
    echo "the generated source is not tests/golden/handrail.swift: run \`cargo xtask golden\`" >&2
    exit 1
}
cp "$generated/handrail.swift" "$here/Sources/handrail/handrail.swift"
# In a folder of its own name: Xcode lays the headers of all frameworks into one, where two module maps would meet.
cp "$generated/handrailFFI.h" "$build/headers/handrailFFI/"
cp "$generated/handrailFFI.modulemap" "$build/headers/handrailFFI/module.modulemap"

joined() { # joined FOLDER TARGET...: one file for the processors of one system
    folder=$1
    shift
    set -- $(for one in "$@"; do echo "$target/$one/release/libhandrail.a"; done)
    lipo -create "$@" -output "$build/$folder/libhandrail.a"
}
joined simulator $simulators
joined mac $macs

xcodebuild -create-xcframework \
    -library "$target/$device/release/libhandrail.a" -headers "$build/headers" \
    -library "$build/simulator/libhandrail.a" -headers "$build/headers" \
    -library "$build/mac/libhandrail.a" -headers "$build/headers" \
    -output "$build/handrailFFI.xcframework"

if [ "${1:-}" = --zip ]; then
    (cd "$build" && zip -qry handrailFFI.xcframework.zip handrailFFI.xcframework)
    swift package --package-path "$here" compute-checksum "$build/handrailFFI.xcframework.zip"
fi
echo "made $build/handrailFFI.xcframework; now: swift run --package-path $here handrail-tests"
