import Foundation
import HandrailKit
import UIKit
import WebKit

/// The system's own sheet, and its printing.
@MainActor
final class PhoneGiving: Giving {
    // A page that nobody holds may be gone before it was printed.
    private var page: PrintedPage?

    func giveText(_ title: String, _ text: String) {
        Front.controller?.present(UIActivityViewController(activityItems: [text], applicationActivities: nil), animated: true)
    }

    func square(_ text: String) -> Data? { Square.picture(text) }

    func print(_ title: String, html: String) {
        page = PrintedPage(title, html) { [weak self] in self?.page = nil }
    }
}

/// A page of HTML on its way to the printer. It is in memory alone: it runs nothing, fetches nothing, opens nothing and keeps nothing.
@MainActor
private final class PrintedPage: NSObject, WKNavigationDelegate {
    private let title: String
    private let view: WKWebView
    private let done: @MainActor () -> Void

    init(_ title: String, _ html: String, done: @escaping @MainActor () -> Void) {
        (self.title, self.done) = (title, done)
        let configuration = WKWebViewConfiguration()
        configuration.websiteDataStore = .nonPersistent()
        configuration.defaultWebpagePreferences.allowsContentJavaScript = false
        // As wide as paper, in points.
        view = WKWebView(frame: CGRect(x: 0, y: 0, width: 595, height: 842), configuration: configuration)
        super.init()
        view.navigationDelegate = self
        view.loadHTMLString(html, baseURL: nil)
    }

    func webView(_ webView: WKWebView, decidePolicyFor navigationAction: WKNavigationAction) async -> WKNavigationActionPolicy {
        navigationAction.request.url?.absoluteString == "about:blank" ? .allow : .cancel
    }

    func webView(_ webView: WKWebView, didFinish navigation: WKNavigation!) {
        let info = UIPrintInfo(dictionary: nil)
        info.jobName = title
        let printing = UIPrintInteractionController.shared
        printing.printInfo = info
        printing.printFormatter = view.viewPrintFormatter()
        let done = done
        printing.present(animated: true) { _, _, _ in Task { @MainActor in done() } }
    }
}

/// The telephone and the messages app. Nothing is dialled or sent by itself.
@MainActor
struct PhoneCalling: Calling {
    func call(_ number: String) -> Bool { open("tel", number) }
    func message(_ number: String) -> Bool { open("sms", number) }

    private func open(_ scheme: String, _ number: String) -> Bool {
        guard let url = TelephoneNumber.url(scheme, number), UIApplication.shared.canOpenURL(url) else { return false }
        UIApplication.shared.open(url)
        return true
    }
}
