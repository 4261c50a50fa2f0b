import Foundation
import HandrailKit
import Security

/// The key in the Keychain: on this phone alone, in no backup and on no other phone, and there while the phone lies locked, since answers to
/// reminders come then.
struct PhoneKey: KeyPlace {
    /// What the Keychain said instead.
    struct Refused: Error {
        let status: OSStatus
    }

    private var item: [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: "org.handrail.record",
            kSecAttrAccount as String: "key",
            kSecAttrSynchronizable as String: false,
        ]
    }

    func read() throws -> Data? {
        var query = item
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        guard status == errSecSuccess, let key = found as? Data else { throw Refused(status: status) }
        return key
    }

    func keep(_ key: Data) throws {
        var attributes = item
        attributes[kSecValueData as String] = key
        attributes[kSecAttrAccessible as String] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        // Adding refuses where there is one already.
        let status = SecItemAdd(attributes as CFDictionary, nil)
        guard status == errSecSuccess else { throw Refused(status: status) }
    }

    func delete() throws {
        let status = SecItemDelete(item as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw Refused(status: status) }
    }
}
