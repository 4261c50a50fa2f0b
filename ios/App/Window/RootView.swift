import HandrailKit
import SwiftUI

/// The one window: before the record is open, while it is shut, and the screens.
struct RootView: View {
    let phone: Phone
    @Environment(\.scenePhase) private var phase
    /// Names of places and ids of records: nothing that a person wrote.
    @SceneStorage("way") private var way = ""

    private var life: Life { phone.life }
    private var strings: Strings { life.launch.shell?.strings ?? life.launch.strings }
    private var sight: Sight { phase == .active ? .used : phase == .inactive ? .seen : .away }

    var body: some View {
        ZStack {
            stage
            if phone.guarding.covers(sight) { CoverView(say: say) }
        }
        .fullScreenCover(
            isPresented: Binding {
                phone.asking.scanning
            } set: { on in
                if !on { phone.asking.answer(nil) }
            }
        ) {
            // It may be a recovery code that is held before the camera.
            if sight == .used { ScanView(scanner: phone.asking, say: say) } else { CoverView(say: say) }
        }
        // Below what is shown over the window as well.
        .environment(\.locale, strings.locale)
        .environment(\.layoutDirection, strings.rightToLeft ? .rightToLeft : .leftToRight)
        .onChange(of: phase, initial: true) { _, now in
            switch now {
            case .active: Task { await life.cameToSight(Way.keys(way)) }
            case .background: phone.left()
            // On the way back, while the cover still lies there: nothing is seen before it is shut.
            default: life.lock.cameBack()
            }
        }
    }

    @ViewBuilder private var stage: some View {
        switch life.launch.stage {
        case .opening: OneMoment(say: say)
        case .keyLost: closed(.say("shell-key-lost-what"), lost: true)
        case .refused(let says): closed(says, lost: false)
        case .open(let shell):
            if life.lock.shut {
                ClosedWindow(strings, help: help) {
                    await life.lock.unlock()
                    if !life.lock.shut { shell.go("help-now") }
                } content: {
                    LockContent(say: say) { await life.lock.unlock() }
                }
            } else {
                ShellView(shell: shell, way: $way).id(ObjectIdentifier(shell))
            }
        }
    }

    private func closed(_ says: Said, lost: Bool) -> some View {
        ClosedWindow(strings, help: help) {
            NotOpened(says: says, lost: lost, say: say, again: { await life.again() }, restore: { await life.restore() })
        }
    }

    private func help() -> HelpWithoutRecord { HelpWithoutRecord(phone.calling, language: strings.language) }

    private func say(_ said: Said) -> String { strings.say(said) }
}

/// Nothing but the name: what the switcher of apps shows.
struct CoverView: View {
    let say: Saying

    var body: some View {
        Text(say(.say("app-name")))
            .font(.title)
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            .background(.background)
            .ignoresSafeArea()
    }
}

/// Before the record is open.
struct OneMoment: View {
    let say: Saying

    var body: some View {
        VStack(spacing: 16) {
            Heading(say(.say("app-name")))
            Text(say(.say("shell-loading")))
        }
    }
}
