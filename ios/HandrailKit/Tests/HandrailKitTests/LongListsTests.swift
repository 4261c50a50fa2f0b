import Foundation
import handrail

@testable import HandrailKit

/// What goes on beyond a page, and forms that are made of what a programme or a clinic lists.
@MainActor let longListsTests: [(String, @MainActor () async throws -> Void)] = [
    ("more_than_came_with_the_page", moreThanOnePage),
    ("a_clinics_own_form", aClinicsForm),
    ("a_progress_check_in_its_words", aProgressCheck),
]

@MainActor private func moreThanOnePage() async throws {
    let ben = try await PhoneFrame()
    try await ben.record.write { try $0.openSubstanceUse(open: true) }
    for number in 1...120 {
        try await ben.record.write { try $0.recordSubstanceEntry(details: NewSubstanceEntry(what: "Tea \(number)")) }
    }
    let page = try await ben.page("substance-use")
    let place = try there(page.page?.parts.firstIndex { $0.before != nil })
    try same(page.parts.lines(place).count, 5)
    var seen = 0
    while page.parts.goesOn(place) {
        try holds(page.parts.lines(place).count > seen, "more each time")
        seen = page.parts.lines(place).count
        await page.parts.seeMore(place)
    }
    try same(page.parts.lines(place).count, 120)
    try same(page.parts.lines(place).last?.title, .own("Tea 1"))
    // The oldest opens all the same.
    try same(try await ben.form(try there(page.parts.lines(place).last?.opens))["what"], "Tea 1")
}

@MainActor private func aClinicsForm() async throws {
    let ana = try await PhoneFrame()
    try await ana.record.write(touching: .anything) { try $0.installInstrument(questionnaire: Data(Ana.questionnaire.utf8)) }
    let page = try await ana.page("progress-check")
    let form = try await ana.form(try there(page.page?.lines.first { $0.title == .own("Sleep") }?.opens))
    // The second question is asked after a yes to the first.
    try same(form.fields.map(\.name), ["item:1", "note"])
    form["item:1"] = "0"
    try same(form.fields.map(\.name), ["item:1", "item:2", "note"])
    form["item:2"] = "6"
    await form.save()
    try same(form.wrong?.field, nil)
    let kept = try there(await ana.record.read { try $0.progress().checks.first })
    try same(
        await ana.record.read { try $0.instrumentAnswers(id: kept.id).map(\.answer) }, [.choice(option: 0), .integer(number: 6)])
}

@MainActor private func aProgressCheck() async throws {
    let ana = try await PhoneFrame()
    let form = try await ana.form("progress-check-form")
    let item = try there(form.page?.fields.first)
    guard case .one(let steps) = item.kind else { throw NotSo(description: "no steps") }
    form[item.name] = steps[1].id
    await form.save()
    // What was chosen is what is shown over time, in its own words.
    let page = try await ana.page("progress-check")
    try same(page.page?.lines.first?.title, item.label)
    try same(page.page?.lines.first?.facts.map(\.says), [steps[1].says])
    let again = try await ana.form(try there(page.page?.parts.last?.lines.first?.opens))
    try same(again[item.name], steps[1].id)
}
