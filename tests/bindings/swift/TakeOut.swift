import Foundation

/// Everything out on paper and as a file, in again, and nothing left behind. The same scenario stands in Python and Kotlin.
func takeOut() throws {
    let place = Phone()
    let phone = try place.open()
    _ = try phone.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk"))
    _ = try phone.addTalkAbout(wording: "Whether to tell my sister")

    // On paper: filled, blank, in another language, all of it, and what a review would say.
    try holds(phone.printSheet(sheet: .coping, form: .filled).contains("Go for a walk"), "filled")
    try holds(!phone.printSheet(sheet: .coping, form: .blank).contains("Go for a walk"), "blank")
    try holds(phone.printSheet(sheet: .coping, form: .filled, language: "ar").contains("dir=\"rtl\""), "Arabic")
    try holds(phone.printAll(form: .filled).contains("Whether to tell my sister"), "all of it")
    let review = try phone.review(period: .sinceLastMeeting)
    let shown = try phone.preview(review: review, choices: Choices())
    let page = try phone.showReview(preview: shown.preview, packet: shown.packets[0].id)
    try holds(page.contains("Whether to tell my sister"), "the review")
    try refuses(.NotFound) {
        try phone.showReview(preview: shown.preview, packet: String(repeating: "A", count: 22))
    }

    // As a file that only this account can read, with a meter beside it; a place that is not there is said.
    let path = try place.place("archive.json")
    let meter = ProgressMeter()
    try phone.exportAll(path: path, meter: meter)
    let archive = try String(contentsOfFile: path, encoding: .utf8)
    try holds(archive.contains("Go for a walk"), "everything")
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    try equal(rights?.intValue, 0o600)
    let progress = try meter.progress()
    try equal(progress.of, progress.done)
    try equal(progress.received, 0)
    try holds(progress.done > 0, "it moved")
    try refuses(.Storage(problem: .other)) { try phone.exportAll(path: path + "/nowhere") }
    let used = CancelToken()
    try used.cancel()
    let stopped = try place.place("stopped.json")
    try refuses(.Cancelled) { try phone.exportAll(path: stopped, cancel: used) }

    // In again: only where nothing is, only a whole archive, and then the same byte for byte.
    try refuses(.Invalid(field: "store", reason: .wrongState)) { try phone.importArchive(path: path) }
    let elsewhere = Phone()
    let other = try elsewhere.openNow()
    let cut = try place.place("cut.json")
    try String(archive.dropLast(20)).write(toFile: cut, atomically: false, encoding: .utf8)
    try refuses(.Invalid(field: "archive", reason: .malformed)) { try other.importArchive(path: cut) }
    let imported = try other.importArchive(path: path)
    try holds(imported.records >= 2, "records")
    try equal(imported.unknown, 0)
    try holds(elsewhere.exported(other) == archive, "byte by byte")
    try elsewhere.leave(other, "take_out")

    // Erased: the key is forgotten, no file is left, every call says so.
    let (away, keys) = (Phone(), Keys())
    let gone = try away.openNow(keys: keys)
    _ = try gone.addTalkAbout(wording: "Whether to tell my sister")
    try gone.eraseAll()
    try holds(keys.key == nil, "the key is forgotten")
    try refuses(.Closed) { try gone.talkAbout() }
    try gone.eraseAll()
}
