use std::fmt;

use minicbor::{Decode, Encode};

use crate::{
    Bulletin, Certificate, DeviceId, DeviceKeys, DevicePublic, MAX_BULLETIN, MAX_CERTIFICATE,
    MAX_PERSON_CHARS, Role, RootPublic, Signature, TrustError, Verified,
    codec::{self, Envelope},
    sha256, text_form,
};

/// The most bytes of a request: two keys, a name and a signature, small enough for one QR code.
pub const MAX_ENROL_REQUEST: usize = 1024;
/// The most bytes of a grant: a bulletin, two certificates and the root's key.
pub const MAX_ENROL_GRANT: usize = MAX_BULLETIN + 2 * MAX_CERTIFICATE + 256;

/// There is no authority to name yet.
const CONTEXT: &[u8] = b"nuong/1 enrol request\0";

/// What a request begins with as text.
pub const REQUEST_TEXT: &str = "NUONG1REQUEST";

/// What the answer to a request begins with as text.
pub const ANSWER_TEXT: &str = "NUONG1ANSWER";

/// A device asks to be certified. It proves that the one who asks holds the keys; who the person is, the administrator sees.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolRequest {
    body: Body,
    proof: Signature,
}

#[derive(Clone, PartialEq, Eq, Encode, Decode)]
struct Body {
    #[n(0)]
    device: DevicePublic,
    #[n(1)]
    person: String,
    #[n(2)]
    made_at: i64,
}

impl EnrolRequest {
    /// Asks, for the device that holds `keys`, in the name of `person` (1 to 120 characters), at `now` (Unix seconds).
    ///
    /// # Errors
    /// [`TrustError::InvalidTerms`] for a name no certificate may have.
    pub fn create(
        keys: &DeviceKeys,
        person: impl Into<String>,
        now: i64,
    ) -> Result<Self, TrustError> {
        let body = Body {
            device: *keys.public(),
            person: person.into(),
            made_at: now,
        };
        body.check().map_err(|_| TrustError::InvalidTerms)?;
        let proof = keys.sign(CONTEXT, &codec::encode(&body));
        Ok(Self { body, proof })
    }

    /// The public keys to be certified.
    pub fn device(&self) -> &DevicePublic {
        &self.body.device
    }

    /// The device's name.
    pub fn device_id(&self) -> DeviceId {
        self.body.device.device_id()
    }

    /// Who says to hold it.
    pub fn person(&self) -> &str {
        &self.body.person
    }

    /// When it was made by the device's clock, in Unix seconds.
    pub fn made_at(&self) -> i64 {
        self.body.made_at
    }

    /// Twenty digits in fours, the same on both screens if and only if the request came through unaltered; to be read aloud
    /// when it did not pass from screen to camera. 66 bits, since who stands between can try keys at leisure.
    pub fn fingerprint(&self) -> String {
        let mut text = b"nuong/1 fingerprint\0".to_vec();
        text.extend_from_slice(&self.encode());
        let mut first = [0; 16];
        first.copy_from_slice(&sha256(&text)[..16]);
        let digits = format!("{:020}", u128::from_be_bytes(first) % 10u128.pow(20));
        let groups: Vec<&str> = (0..5)
            .map(|group| &digits[group * 4..group * 4 + 4])
            .collect();
        groups.join(" ")
    }

    /// Checks that who made it holds the device's signing key.
    ///
    /// # Errors
    /// [`TrustError::BadSignature`].
    pub fn verify(&self) -> Result<(), TrustError> {
        self.body
            .device
            .verifying
            .verify(CONTEXT, &codec::encode(&self.body), &self.proof)
    }

    /// Its one encoding: CBOR `[1, body, proof]`.
    pub fn encode(&self) -> Vec<u8> {
        Envelope::encode(&self.body, self.proof)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_ENROL_REQUEST`], [`TrustError::Newer`], [`TrustError::Truncated`],
    /// [`TrustError::Malformed`], [`TrustError::NotCanonical`].
    pub fn decode(bytes: &[u8]) -> Result<Self, TrustError> {
        let (body, proof) = Envelope::decode::<Body>(bytes, MAX_ENROL_REQUEST)?;
        body.check()?;
        Ok(Self { body, proof })
    }

    /// As text, to be copied or shown as a QR code: capitals and digits, from [`REQUEST_TEXT`] on.
    pub fn to_text(&self) -> String {
        text_form::write(REQUEST_TEXT, &self.encode())
    }

    /// Reads one that came as its bytes or as its text; in a text blanks, line breaks and small letters do not matter.
    ///
    /// # Errors
    /// As [`EnrolRequest::decode`]; [`TrustError::Truncated`] for a text that is not whole.
    pub fn read(given: &[u8]) -> Result<Self, TrustError> {
        Self::decode(&text_form::bytes_or_text(REQUEST_TEXT, given)?)
    }
}

impl Body {
    fn check(&self) -> Result<(), TrustError> {
        let length = self.person.chars().count();
        let good =
            (1..=MAX_PERSON_CHARS).contains(&length) && !self.person.chars().any(char::is_control);
        if good {
            Ok(())
        } else {
            Err(TrustError::Malformed)
        }
    }
}

/// Shows no name: a request may reach a log.
impl fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolRequest")
            .field("device", &self.device_id())
            .finish_non_exhaustive()
    }
}

/// The answer to a request: all a device needs to begin. It holds nothing secret but what is sealed to the device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct EnrolGrant {
    /// The authority the device trusts from now on.
    #[n(0)]
    pub root: RootPublic,
    /// The device's certificate.
    #[n(1)]
    pub certificate: Certificate,
    /// The authority's latest word, with the keys of the device's units.
    #[n(2)]
    pub bulletin: Bulletin,
    /// The hub to meet, if there is one.
    #[n(3)]
    pub hub: Option<Certificate>,
}

impl EnrolGrant {
    /// As text, to be copied: capitals and digits, from [`ANSWER_TEXT`] on.
    pub fn to_text(&self) -> String {
        text_form::write(ANSWER_TEXT, &self.encode())
    }

    /// Reads one that came as its bytes or as its text; in a text blanks, line breaks and small letters do not matter.
    ///
    /// # Errors
    /// As [`EnrolGrant::decode`]; [`TrustError::Truncated`] for a text that is not whole.
    pub fn read(given: &[u8]) -> Result<Self, TrustError> {
        Self::decode(&text_form::bytes_or_text(ANSWER_TEXT, given)?)
    }

    /// Checks, for the device that asked, that all of it is by the one authority, valid at `now` and not revoked.
    ///
    /// That the authority is the right one cannot be checked here: it is taken from the administrator's hand, or compared by
    /// its id.
    ///
    /// # Errors
    /// [`TrustError::WrongDevice`] if it answers another request, or its hub is no hub; else as [`Certificate::verify`],
    /// [`Bulletin::verify`] and [`Bulletin::check_standing`].
    pub fn verify(&self, device: &DevicePublic, now: i64) -> Result<Verified, TrustError> {
        if self.certificate.terms().device != *device {
            return Err(TrustError::WrongDevice);
        }
        let verified = self.certificate.verify(&self.root, now)?;
        self.bulletin.verify(&self.root)?;
        self.bulletin.check_standing(&self.certificate)?;
        if let Some(hub) = &self.hub {
            if hub.verify(&self.root, now)?.role() != Role::Hub {
                return Err(TrustError::WrongDevice);
            }
            self.bulletin.check_standing(hub)?;
        }
        Ok(verified)
    }

    /// Its one encoding: CBOR `[1, [root, certificate, bulletin, hub]]`.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode_versioned(self)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_ENROL_GRANT`], [`TrustError::Newer`], [`TrustError::Truncated`],
    /// [`TrustError::Malformed`], [`TrustError::NotCanonical`].
    pub fn decode(bytes: &[u8]) -> Result<Self, TrustError> {
        codec::decode_versioned(bytes, MAX_ENROL_GRANT)
    }
}
