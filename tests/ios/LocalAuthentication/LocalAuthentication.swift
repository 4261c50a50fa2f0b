// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of LocalAuthentication.

@_exported import Foundation

public typealias NSErrorPointer = AutoreleasingUnsafeMutablePointer<NSError?>?
public struct AutoreleasingUnsafeMutablePointer<Pointee> {}

public enum LAPolicy: Int, Sendable { case deviceOwnerAuthenticationWithBiometrics = 1, deviceOwnerAuthentication = 2 }

open class LAContext: NSObject {
    public override init() {}
    open func canEvaluatePolicy(_ policy: LAPolicy, error: NSErrorPointer) -> Bool { fatalError("a stand-in") }
    open func evaluatePolicy(_ policy: LAPolicy, localizedReason: String) async throws -> Bool { fatalError("a stand-in") }
}
