/// The way of a person through the app as one text, for what the system keeps of a window. Keys of places are names and ids, so no word
/// of anybody's is in it; what does not look like one is left out on both ways.
public enum Way {
    private static let most = 50

    /// The keys, one to a line.
    public static func text(_ keys: [String]) -> String { keys.filter(isKey).suffix(most).joined(separator: "\n") }

    /// The keys of a text; none where it is not one of ours.
    public static func keys(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { isKey($0) && Place(key: $0) != nil }
    }

    private static func isKey(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 200
            && key.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "/-_.".unicodeScalars.contains($0))
            }
    }
}
