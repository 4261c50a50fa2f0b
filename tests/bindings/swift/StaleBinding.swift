import Foundation

/// A generated file meets a library it was not made from. The same scenario stands in Python and Kotlin.
///
/// What was compiled is this process; the newer library is the same one with another answer of its own put in front (newer.c, by
/// `LD_PRELOAD`). A call that a library does not have is the linker's to refuse, and the app does not start.
func staleBinding() throws {
    #if os(Linux)
    try equal(opened(beside: nil), "it belongs")
    for newer in ["newer-form.so", "newer-contract.so"] {
        let said = try opened(beside: newer)
        try holds(said.hasPrefix("LibraryMismatch: this file was not generated from this Handrail library"), said)
    }
    #else
    throw Wrong("nothing is put in front of a library in this way here")
    #endif
}

/// What this program says when it is asked to open a record beside another library.
private func opened(beside newer: String?) throws -> String {
    let program = URL(fileURLWithPath: CommandLine.arguments[0])
    let (process, output) = (Process(), Pipe())
    process.executableURL = program
    process.arguments = [openARecord]
    if let newer {
        process.environment = ["LD_PRELOAD": program.deletingLastPathComponent().appendingPathComponent(newer).path]
    }
    process.standardOutput = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .newlines)
}

/// The word by which this program is asked for nothing but this.
let openARecord = "open-a-record"

func openARecordAndSayHow() {
    do {
        _ = try Phone().open()
        print("it belongs")
    } catch let error as LibraryMismatch {
        print("LibraryMismatch: \(error.localizedDescription)")
    } catch {
        print("\(error)")
    }
}
