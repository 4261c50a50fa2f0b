import Observation
import handrail

/// Who and what, complete, at once, without a network. After a call that did not go through it shows what else there is.
@MainActor @Observable
public final class HelpNowModel {
    public private(set) var view: HelpNowView?
    public private(set) var next: AfterFailedCall?
    /// Whom the person tried to reach, so that there is a way on when nobody answers.
    public private(set) var tried: Called?

    private let shell: Shell

    public init(_ shell: Shell) {
        self.shell = shell
    }

    public func run() async {
        let changes = shell.record.changes()
        await read()
        for await changed in changes where changed.touches("person", "plan_line", "safety_line", "setting") { await read() }
    }

    public func read() async {
        let language = shell.language
        view = await shell.doing { try await shell.record.read { try $0.helpNow(phoneLanguage: language) } } ?? view
    }

    /// Opens the dialler; where there is none, what else there is.
    public func call(_ number: String, _ whom: Called) async {
        tried = whom
        if !shell.ports.calling.call(number) { await didNotWork(whom) }
    }

    public func message(_ number: String, _ whom: Called) async {
        tried = whom
        if !shell.ports.calling.message(number) { await didNotWork(whom) }
    }

    public func didNotWork(_ whom: Called) async {
        let language = shell.language
        next = await shell.doing { try await shell.record.read { try $0.afterFailedCall(phoneLanguage: language, called: whom) } }
    }

    /// Back to all of it.
    public func again() {
        (next, tried) = (nil, nil)
    }

    public func choose(_ region: String) async {
        await shell.write(nil) { try $0.saveSettings(edit: EditSettings(region: region)) }
        await read()
    }

    public func openSafetyPlan() { shell.go("safety-plan") }
}
