#if canImport(Security)
    import Foundation
    import LocalAuthentication
    import NuongKit
    import Security

    /// The keystore of an iPhone: one key pair a profile, made in the Secure Enclave, which never gives the private half away.
    /// Using it asks for the finger, face or passcode of the phone's owner.
    ///
    /// A key stays on this phone: it is in no backup, and is gone when the passcode is taken away.
    final class SecureEnclave: Keystore {
        private static let algorithm = SecKeyAlgorithm.eciesEncryptionCofactorVariableIVX963SHA256AESGCM

        func wrap(profile: String, secret: Data) throws -> Data {
            let key = try find(profile, asking: nil) ?? make(profile)
            guard let shown = SecKeyCopyPublicKey(key) else { throw KeystoreProblem.Failed(reason: "no public key") }
            var error: Unmanaged<CFError>?
            guard let wrapped = SecKeyCreateEncryptedData(shown, Self.algorithm, secret as CFData, &error) else {
                throw problem(error)
            }
            return wrapped as Data
        }

        func unwrap(profile: String, wrapped: Data) throws -> Data {
            let asking = LAContext()
            asking.localizedReason = NSLocalizedString("keychain.reason", comment: "Shown under the request for a finger or face")
            guard let key = try find(profile, asking: asking) else { throw KeystoreProblem.Lost }
            var error: Unmanaged<CFError>?
            guard let secret = SecKeyCreateDecryptedData(key, Self.algorithm, wrapped as CFData, &error) else {
                throw problem(error)
            }
            return secret as Data
        }

        private func tag(_ profile: String) -> Data { Data("vn.nuong.profile.\(profile)".utf8) }

        private func find(_ profile: String, asking: LAContext?) throws -> SecKey? {
            var query: [CFString: Any] = [
                kSecClass: kSecClassKey,
                kSecAttrApplicationTag: tag(profile),
                kSecReturnRef: true,
            ]
            if let asking { query[kSecUseAuthenticationContext] = asking }
            var found: CFTypeRef?
            let status = SecItemCopyMatching(query as CFDictionary, &found)
            switch status {
            case errSecSuccess: return (found as! SecKey)
            case errSecItemNotFound: return nil
            case errSecUserCanceled, errSecAuthFailed, errSecInteractionNotAllowed: throw KeystoreProblem.Refused
            default: throw KeystoreProblem.Failed(reason: "keychain status \(status)")
            }
        }

        private func make(_ profile: String) throws -> SecKey {
            var error: Unmanaged<CFError>?
            let access = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, [.privateKeyUsage, .userPresence], &error)
            guard let access else { throw problem(error) }
            let kept: [CFString: Any] = [
                kSecAttrIsPermanent: true,
                kSecAttrApplicationTag: tag(profile),
                kSecAttrAccessControl: access,
            ]
            var attributes: [CFString: Any] = [
                kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
                kSecAttrKeySizeInBits: 256,
                kSecPrivateKeyAttrs: kept,
            ]
            #if !targetEnvironment(simulator)
                attributes[kSecAttrTokenID] = kSecAttrTokenIDSecureEnclave
            #endif
            guard let key = SecKeyCreateRandomKey(attributes as CFDictionary, &error) else { throw problem(error) }
            return key
        }

        /// What the system said: refused by the person, or failed, with its code alone for the log.
        private func problem(_ error: Unmanaged<CFError>?) -> KeystoreProblem {
            guard let error = error?.takeRetainedValue() else { return .Failed(reason: "no reason given") }
            let (domain, code) = (CFErrorGetDomain(error) as String, CFErrorGetCode(error))
            let refused = [Int(errSecUserCanceled), Int(errSecAuthFailed)]
            if domain == LAError.errorDomain || refused.contains(code) { return .Refused }
            return .Failed(reason: "\(domain) \(code)")
        }
    }
#endif
