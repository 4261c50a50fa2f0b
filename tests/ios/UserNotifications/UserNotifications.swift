// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of UserNotifications.

@_exported import Foundation

public enum UNAuthorizationStatus: Int, Sendable { case notDetermined, denied, authorized, provisional, ephemeral }
public struct UNAuthorizationOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let badge = Self(rawValue: 1), sound = Self(rawValue: 2), alert = Self(rawValue: 4)
}
public struct UNNotificationPresentationOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let sound = Self(rawValue: 2), list = Self(rawValue: 8), banner = Self(rawValue: 16)
}
public struct UNNotificationActionOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let authenticationRequired = Self(rawValue: 1), destructive = Self(rawValue: 2), foreground = Self(rawValue: 4)
}
public struct UNNotificationCategoryOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let customDismissAction = Self(rawValue: 1)
}
public enum UNNotificationInterruptionLevel: UInt, Sendable { case passive, active, timeSensitive, critical }

open class UNNotificationSettings: NSObject, @unchecked Sendable {
    public var authorizationStatus: UNAuthorizationStatus { fatalError("a stand-in") }
}
open class UNNotificationSound: NSObject, @unchecked Sendable {
    public class var `default`: UNNotificationSound { fatalError("a stand-in") }
}
open class UNNotificationContent: NSObject, @unchecked Sendable {
    public var userInfo: [AnyHashable: Any] { fatalError("a stand-in") }
}
open class UNMutableNotificationContent: UNNotificationContent, @unchecked Sendable {
    public override init() {}
    public var title: String {
        get { fatalError("a stand-in") }
        set {}
    }
    public var body: String {
        get { fatalError("a stand-in") }
        set {}
    }
    public var categoryIdentifier: String {
        get { fatalError("a stand-in") }
        set {}
    }
    public var threadIdentifier: String {
        get { fatalError("a stand-in") }
        set {}
    }
    public var sound: UNNotificationSound? {
        get { fatalError("a stand-in") }
        set {}
    }
    public var interruptionLevel: UNNotificationInterruptionLevel {
        get { fatalError("a stand-in") }
        set {}
    }
    public override var userInfo: [AnyHashable: Any] {
        get { fatalError("a stand-in") }
        set {}
    }
}
open class UNNotificationTrigger: NSObject, @unchecked Sendable {}
open class UNCalendarNotificationTrigger: UNNotificationTrigger, @unchecked Sendable {
    public convenience init(dateMatching dateComponents: DateComponents, repeats: Bool) { fatalError("a stand-in") }
}
open class UNTimeIntervalNotificationTrigger: UNNotificationTrigger, @unchecked Sendable {
    public convenience init(timeInterval: TimeInterval, repeats: Bool) { fatalError("a stand-in") }
}
open class UNNotificationRequest: NSObject, @unchecked Sendable {
    public convenience init(identifier: String, content: UNNotificationContent, trigger: UNNotificationTrigger?) {
        fatalError("a stand-in")
    }
    public var identifier: String { fatalError("a stand-in") }
    public var content: UNNotificationContent { fatalError("a stand-in") }
}
open class UNNotification: NSObject, @unchecked Sendable {
    public var date: Date { fatalError("a stand-in") }
    public var request: UNNotificationRequest { fatalError("a stand-in") }
}
open class UNNotificationResponse: NSObject, @unchecked Sendable {
    public var notification: UNNotification { fatalError("a stand-in") }
    public var actionIdentifier: String { fatalError("a stand-in") }
}
open class UNNotificationAction: NSObject, @unchecked Sendable {
    public convenience init(identifier: String, title: String, options: UNNotificationActionOptions = []) { fatalError("a stand-in") }
}
open class UNNotificationCategory: NSObject, @unchecked Sendable {
    public convenience init(
        identifier: String, actions: [UNNotificationAction], intentIdentifiers: [String], hiddenPreviewsBodyPlaceholder: String,
        options: UNNotificationCategoryOptions = []
    ) { fatalError("a stand-in") }
    public var identifier: String { fatalError("a stand-in") }
}

public protocol UNUserNotificationCenterDelegate: AnyObject {
    func userNotificationCenter(
        _ center: UNUserNotificationCenter, willPresent notification: UNNotification,
        withCompletionHandler completionHandler: @escaping (UNNotificationPresentationOptions) -> Void)
    func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void)
}

open class UNUserNotificationCenter: NSObject, @unchecked Sendable {
    public class func current() -> UNUserNotificationCenter { fatalError("a stand-in") }
    public weak var delegate: (any UNUserNotificationCenterDelegate)? {
        get { nil }
        set {}
    }
    public func requestAuthorization(options: UNAuthorizationOptions = []) async throws -> Bool { fatalError("a stand-in") }
    public func notificationSettings() async -> UNNotificationSettings { fatalError("a stand-in") }
    public func setNotificationCategories(_ categories: Set<UNNotificationCategory>) {}
    public func notificationCategories() async -> Set<UNNotificationCategory> { fatalError("a stand-in") }
    public func add(_ request: UNNotificationRequest) async throws {}
    public func pendingNotificationRequests() async -> [UNNotificationRequest] { fatalError("a stand-in") }
    public func removePendingNotificationRequests(withIdentifiers identifiers: [String]) {}
    public func removeAllPendingNotificationRequests() {}
    public func deliveredNotifications() async -> [UNNotification] { fatalError("a stand-in") }
    public func removeDeliveredNotifications(withIdentifiers identifiers: [String]) {}
    public func removeAllDeliveredNotifications() {}
}
