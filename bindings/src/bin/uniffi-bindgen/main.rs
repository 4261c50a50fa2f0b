//! Writes the Kotlin, Swift and Python of this library: `uniffi-bindgen generate --help`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
