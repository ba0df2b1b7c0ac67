//! RFC 9180 appendix A.2.1 (base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305), through the public API.

use nuong_trust::{DeviceKeys, Random, SealingPublic, TrustError, open_as_device, seal_to_device};

fn hex(digits: &str) -> Vec<u8> {
    digits
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
const IKM_E: &str = "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b";
const SK_R: &str = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";
const PK_R: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
const ENC: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
const AAD: &str = "436f756e742d30";
const PT: &str = "4265617574792069732074727574682c20747275746820626561757479";
const CT: &str =
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";

fn recipient() -> DeviceKeys {
    let bytes = [&[1][..], &[0; 32], &hex(SK_R)].concat();
    DeviceKeys::from_secret_bytes(&bytes).unwrap()
}

#[test]
fn the_vector_opens() {
    let keys = recipient();
    assert_eq!(keys.public().sealing.as_bytes().as_slice(), hex(PK_R));
    let sealed = [hex(ENC), hex(CT)].concat();
    assert_eq!(
        open_as_device(&keys, &hex(INFO), &hex(AAD), &sealed)
            .unwrap()
            .as_slice(),
        hex(PT)
    );
}

#[test]
fn the_vector_is_sealed_from_its_randomness() {
    struct Given(Vec<u8>);
    impl Random for Given {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), TrustError> {
            let rest = self.0.split_off(bytes.len().min(self.0.len()));
            bytes.copy_from_slice(&std::mem::replace(&mut self.0, rest));
            Ok(())
        }
    }
    let recipient = SealingPublic::new(hex(PK_R).try_into().unwrap());
    let sealed = seal_to_device(
        &recipient,
        &hex(INFO),
        &hex(AAD),
        &hex(PT),
        &mut Given(hex(IKM_E)),
    )
    .unwrap();
    assert_eq!(sealed, [hex(ENC), hex(CT)].concat());
}
