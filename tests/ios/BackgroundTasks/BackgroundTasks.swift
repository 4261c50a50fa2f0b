// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of BackgroundTasks.

@_exported import Foundation

open class BGTaskRequest: NSObject {
    public var earliestBeginDate: Date?
}
open class BGAppRefreshTaskRequest: BGTaskRequest {
    public init(identifier: String) {}
}
open class BGTaskScheduler: NSObject, @unchecked Sendable {
    public class var shared: BGTaskScheduler { fatalError("a stand-in") }
    public func submit(_ taskRequest: BGTaskRequest) throws {}
    public func cancel(taskRequestWithIdentifier identifier: String) {}
}
