// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of UIKit.

@_exported import Foundation
import CoreImage
import UniformTypeIdentifiers

@MainActor open class UIResponder: NSObject {}
@MainActor open class UIView: UIResponder {
    public func viewPrintFormatter() -> UIViewPrintFormatter { fatalError("a stand-in") }
    public var bounds: CGRect {
        get { fatalError("a stand-in") }
        set {}
    }
}
@MainActor open class UIWindow: UIView {
    public var rootViewController: UIViewController? {
        get { nil }
        set {}
    }
}
@MainActor open class UIViewController: UIResponder {
    public var view: UIView! {
        get { nil }
        set {}
    }
    public var presentedViewController: UIViewController? { nil }
    public var popoverPresentationController: UIPopoverPresentationController? { nil }
    public func present(_ viewControllerToPresent: UIViewController, animated flag: Bool, completion: (() -> Void)? = nil) {}
}
@MainActor open class UIPopoverPresentationController: NSObject {
    public var sourceView: UIView? {
        get { nil }
        set {}
    }
    public var sourceRect: CGRect {
        get { fatalError("a stand-in") }
        set {}
    }
}
@MainActor open class UIScene: UIResponder {
    public enum ActivationState: Int, Sendable { case unattached = -1, foregroundActive, foregroundInactive, background }
    public var activationState: ActivationState { fatalError("a stand-in") }
}
@MainActor open class UIWindowScene: UIScene {
    public var keyWindow: UIWindow? { nil }
}

public struct UIBackgroundTaskIdentifier: Hashable, Sendable {
    public static let invalid = UIBackgroundTaskIdentifier()
}
@MainActor public protocol UIApplicationDelegate: AnyObject {
    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool
}
@MainActor open class UIApplication: UIResponder {
    public struct LaunchOptionsKey: Hashable, Sendable {}
    public struct OpenExternalURLOptionsKey: Hashable, Sendable {}
    public class var shared: UIApplication { fatalError("a stand-in") }
    public var connectedScenes: Set<UIScene> { [] }
    public func canOpenURL(_ url: URL) -> Bool { false }
    public func open(
        _ url: URL, options: [OpenExternalURLOptionsKey: Any] = [:],
        completionHandler completion: (@MainActor @Sendable (Bool) -> Void)? = nil
    ) {}
    public func beginBackgroundTask(expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil) -> UIBackgroundTaskIdentifier {
        .invalid
    }
    public func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
    nonisolated public static let openNotificationSettingsURLString = ""
    nonisolated public static let significantTimeChangeNotification = NSNotification.Name("a stand-in")
}

@MainActor open class UIActivityViewController: UIViewController {
    public struct ActivityType: Hashable, Sendable {}
    public init(activityItems: [Any], applicationActivities: [UIActivity]?) {}
}
@MainActor open class UIActivity: NSObject {}

@MainActor open class UIPrintFormatter: NSObject {
    public var perPageContentInsets: UIEdgeInsets {
        get { fatalError("a stand-in") }
        set {}
    }
}
@MainActor open class UIViewPrintFormatter: UIPrintFormatter {}
public struct UIEdgeInsets: Sendable {
    public init(top: CGFloat, left: CGFloat, bottom: CGFloat, right: CGFloat) {}
}
@MainActor open class UIPrintInfo: NSObject {
    public enum OutputType: Int, Sendable { case general, photo, grayscale }
    public init(dictionary: [AnyHashable: Any]?) {}
    public var jobName: String {
        get { "" }
        set {}
    }
    public var outputType: OutputType {
        get { .general }
        set {}
    }
}
@MainActor open class UIPrintInteractionController: NSObject {
    public class var shared: UIPrintInteractionController { fatalError("a stand-in") }
    public var printInfo: UIPrintInfo? {
        get { nil }
        set {}
    }
    public var printFormatter: UIPrintFormatter? {
        get { nil }
        set {}
    }
    @discardableResult public func present(
        animated: Bool, completionHandler completion: ((UIPrintInteractionController, Bool, (any Error)?) -> Void)? = nil
    ) -> Bool { false }
}

@MainActor public protocol UIDocumentPickerDelegate: AnyObject {
    func documentPicker(_ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL])
    func documentPickerWasCancelled(_ controller: UIDocumentPickerViewController)
}
@MainActor open class UIDocumentPickerViewController: UIViewController {
    public init(forExporting urls: [URL], asCopy: Bool) {}
    public init(forOpeningContentTypes contentTypes: [UTType], asCopy: Bool) {}
    public weak var delegate: (any UIDocumentPickerDelegate)?
}

@MainActor public struct UIAccessibility {
    public struct Notification: Hashable, Sendable {
        public static let announcement = Notification()
    }
    public static func post(notification: Notification, argument: Any?) {}
}

// What Foundation has on a phone and not on Linux.
extension NSNotification.Name {
    public static let NSSystemClockDidChange = NSNotification.Name("a stand-in")
}
extension URL {
    public static var applicationSupportDirectory: URL { fatalError("a stand-in") }
}
