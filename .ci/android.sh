#!/bin/sh
# The Android app and the AAR, on a machine with Google's SDK and NDK (.ci/devices.md). Everything else: .ci/run.
set -eu
cd "$(dirname "$0")/.."

ndk=$(sed -n 's/.*ndkVersion = "\(.*\)"/\1/p' bindings/kotlin/build.gradle.kts)
sdkmanager=${ANDROID_HOME:?names no SDK}/cmdline-tools/latest/bin/sdkmanager
[ -d "$ANDROID_HOME/ndk/$ndk" ] || yes | "$sdkmanager" "platforms;android-36" "ndk;$ndk"
rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
cargo ndk --version >/dev/null 2>&1 || cargo install --locked cargo-ndk@4.1.2

cargo xtask android --aar
cargo xtask android

# Newer phones have pages of 16 KB and load nothing that is aligned to less.
checked=0
for package in $(find target android bindings/kotlin -name '*.aar' -o -name '*-release*.apk' | sort -u); do
    folder=$(mktemp -d)
    unzip -q "$package" -d "$folder"
    for library in $(find "$folder" -name libhandrail.so); do
        readelf --program-headers --wide "$library" | awk -v of="$package ${library#"$folder"/}" '
            $1 == "LOAD" { segments++; if ($NF !~ /^0x[0-9a-f]*[48c]000$/ && $NF !~ /^0x[0-9a-f]+0000$/) bad++ }
            END { print of ":", segments + 0, "segments,", bad + 0, "not aligned"; exit segments == 0 || bad > 0 }'
        checked=$((checked + 1))
    done
    rm -rf "$folder"
done
[ "$checked" -ge 6 ] || { echo "$checked libraries found, and there should be three in each package" >&2; exit 1; }
