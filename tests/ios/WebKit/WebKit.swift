// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of WebKit.

@_exported import Foundation
import UIKit

@MainActor open class WKWebsiteDataStore: NSObject {
    open class func nonPersistent() -> WKWebsiteDataStore { fatalError("a stand-in") }
}
@MainActor open class WKWebpagePreferences: NSObject {
    public var allowsContentJavaScript: Bool {
        get { false }
        set {}
    }
}
@MainActor open class WKWebViewConfiguration: NSObject {
    public override init() {}
    public var websiteDataStore: WKWebsiteDataStore {
        get { fatalError("a stand-in") }
        set {}
    }
    public var defaultWebpagePreferences: WKWebpagePreferences! {
        get { nil }
        set {}
    }
}
@MainActor open class WKNavigation: NSObject {}
@MainActor open class WKNavigationAction: NSObject {
    public var request: URLRequest { fatalError("a stand-in") }
}
public struct URLRequest: Sendable {
    public var url: URL?
}
public enum WKNavigationActionPolicy: Int, Sendable { case cancel, allow }
@MainActor public protocol WKNavigationDelegate: AnyObject {
    func webView(_ webView: WKWebView, didFinish navigation: WKNavigation!)
    func webView(_ webView: WKWebView, decidePolicyFor navigationAction: WKNavigationAction) async -> WKNavigationActionPolicy
}
@MainActor open class WKWebView: UIView {
    public init(frame: CGRect, configuration: WKWebViewConfiguration) {}
    public weak var navigationDelegate: (any WKNavigationDelegate)?
    @discardableResult public func loadHTMLString(_ string: String, baseURL: URL?) -> WKNavigation? { nil }
}
