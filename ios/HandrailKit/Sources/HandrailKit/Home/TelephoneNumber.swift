import Foundation

/// A number as a person wrote it, as the system takes it.
public enum TelephoneNumber {
    /// `tel:` or `sms:` with the number; nil where nothing in it can be dialled.
    public static func url(_ scheme: String, _ written: String) -> URL? {
        var dialled = ""
        for letter in written {
            // Digits are written in more than one script.
            if let digit = letter.wholeNumberValue, (0...9).contains(digit) {
                dialled += String(digit)
            } else if letter == "+", dialled.isEmpty {
                dialled += "+"
            } else if letter == "*" {
                dialled += "*"
            } else if letter == "#" {
                dialled += "%23"
            }
        }
        return dialled.contains(where: \.isNumber) ? URL(string: "\(scheme):\(dialled)") : nil
    }
}
