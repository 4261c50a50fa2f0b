//! A generated file that meets a library it was not made from says so, at once and in each language in the same words.
//!
//! UniFFI writes a number into both for the contract and for each function, and the comparison of all of them into the file. But
//! with 0.32 nobody asks for that comparison in Kotlin, in Python it is commented out, in Swift it ends the process; and a
//! function that is gone is found missing before anything is compared. An app would then read one function's answer as another's.
//! Here the file is changed where it loads the library: the comparison is made before the first call, and its result is the
//! language's own error for a part that does not fit. Each place is found word by word, so that another UniFFI does not get by.

use crate::Language;

/// What is said. The guide (docs/embedding.md) says what to do about it.
const SENTENCE: &str =
    "this file was not generated from this Handrail library: ship both from one build (docs/embedding.md, Versions)";

/// A place in a generated file, what takes its place, and how often it stands there; nothing: at least once.
struct Place {
    was: &'static str,
    becomes: &'static str,
    times: Option<usize>,
}

const fn once(was: &'static str, becomes: &'static str) -> Place {
    Place { was, becomes, times: Some(1) }
}

const fn wherever(was: &'static str, becomes: &'static str) -> Place {
    Place { was, becomes, times: None }
}

const KOTLIN: &[Place] = &[
    once(
        "internal object IntegrityCheckingUniffiLib {
    init {
        Native.register(IntegrityCheckingUniffiLib::class.java, findLibraryName(componentName = \"handrail\"))
",
        "/**
 * This Kotlin was not generated from the library that was found. Nothing was called in it. An error of how the app was built, and
 * none that it can handle; what touches Handrail after it gives [NoClassDefFoundError].
 */
public class LibraryMismatch internal constructor() : LinkageError(\"SENTENCE\")

internal object IntegrityCheckingUniffiLib {
    init {
        try {
            Native.register(IntegrityCheckingUniffiLib::class.java, findLibraryName(componentName = \"handrail\"))
        } catch (missing: UnsatisfiedLinkError) {
            // Where the library itself is not found, that is another matter.
            throw if (\"looking up function\" in missing.message.orEmpty()) LibraryMismatch().initCause(missing) else missing
        }
",
    ),
    // First of all: what comes after it may have another form in another library.
    once(
        "    init {
        Native.register(UniffiLib::class.java,",
        "    init {
        IntegrityCheckingUniffiLib.ensureInitialized()
        Native.register(UniffiLib::class.java,",
    ),
    once("RuntimeException(\"UniFFI contract version mismatch: try cleaning and rebuilding your project\")", "LibraryMismatch()"),
    wherever("RuntimeException(\"UniFFI API checksum mismatch: try cleaning and rebuilding your project\")", "LibraryMismatch()"),
];

const PYTHON: &[Place] = &[
    once(
        "    lib = ctypes.cdll.LoadLibrary(path)
    return lib
",
        "    return _HandrailLibrary(path)

class _HandrailLibrary(ctypes.CDLL):
    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError as missing:
            if name.startswith(\"__\"):
                raise
            raise _handrail_mismatch() from missing

def _handrail_mismatch():
    return ImportError(\"SENTENCE\", name=__name__, path=__file__)
",
    ),
    once(
        "InternalError(\"UniFFI contract version mismatch: try cleaning and rebuilding your project\")",
        "_handrail_mismatch()",
    ),
    wherever(
        "InternalError(\"UniFFI API checksum mismatch: try cleaning and rebuilding your project\")",
        "_handrail_mismatch()",
    ),
    once("\n# _uniffi_check_api_checksums(_UniffiLib)", "\n_uniffi_check_api_checksums(_UniffiLib)"),
];

const SWIFT: &[Place] = &[
    once(
        "private enum InitializationResult {",
        "/// This Swift was not generated from the library that it is linked with. Nothing was called in it. An error of how the app was
/// built, and none that it can handle.
public struct LibraryMismatch: Swift.Error, LocalizedError, CustomStringConvertible {
    public var description: String { \"SENTENCE\" }
    public var errorDescription: String? { description }
}

fileprivate func handrailBelongs() throws {
    guard case .ok = initializationResult else { throw LibraryMismatch() }
}

private enum InitializationResult {",
    ),
    // The two ways into the library that can throw; every call of ours is made through one of them.
    Place {
        was: "    uniffiEnsureHandrailInitialized()\n",
        becomes: "    try handrailBelongs()\n",
        times: Some(2),
    },
    once(
        "fatalError(\"UniFFI contract version mismatch: try cleaning and rebuilding your project\")",
        "fatalError(LibraryMismatch().description)",
    ),
    once(
        "fatalError(\"UniFFI API checksum mismatch: try cleaning and rebuilding your project\")",
        "fatalError(LibraryMismatch().description)",
    ),
];

/// Makes a generated source look whether it belongs to the library that it meets.
///
/// # Errors
/// A sentence for the terminal: it is another UniFFI's.
pub(crate) fn see_to(text: String, language: Language) -> Result<String, String> {
    let places = match language {
        Language::Kotlin => KOTLIN,
        Language::Swift => SWIFT,
        Language::Python => PYTHON,
    };
    places.iter().try_fold(text, |text, place| {
        let found = text.matches(place.was).count();
        let wanted = place.times.unwrap_or(found.max(1));
        if found != wanted {
            return Err(format!("stands {found} times in it, not {wanted}: {}", place.was.trim()));
        }
        Ok(text.replace(place.was, &place.becomes.replace("SENTENCE", SENTENCE)))
    })
}
