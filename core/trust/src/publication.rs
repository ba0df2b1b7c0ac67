use minicbor::{Decode, Encode};

use crate::{
    AuthorityId, Bulletin, Certificate, DeviceKeys, MAX_CERTIFICATE, RootKey, RootPublic,
    Signature, TrustError, TrustRight,
    codec::{self, Envelope},
    context, sha256,
};

/// The most bytes of a publication, with the administrator's certificate inside.
pub const MAX_PUBLICATION: usize = MAX_CERTIFICATE + 512;

/// The most bytes of what is published: a questionnaire of the largest kind.
pub const MAX_PUBLISHED: usize = 32 * 1024 * 1024;

/// What is published. Each kind is signed for itself: the signature of one is none of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// A questionnaire.
    Questionnaire,
    /// A language of a questionnaire.
    Language,
}

impl Published {
    const ALL: [Published; 2] = [Published::Questionnaire, Published::Language];

    fn purpose(self) -> &'static str {
        match self {
            Self::Questionnaire => "questionnaire",
            Self::Language => "language",
        }
    }

    /// How a file begins; the last sign is the version of the format.
    fn magic(self) -> &'static [u8; 8] {
        match self {
            Self::Questionnaire => b"NUONGPK1",
            Self::Language => b"NUONGLG1",
        }
    }
}

/// The authority's word that a questionnaire, or a language of one, is to be used: its hash, signed by the root or by an administrator.
///
/// One that was decoded is only a claim; [`Publication::verify`] checks it against the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    body: Body,
    signature: Signature,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Body {
    #[n(0)]
    authority: AuthorityId,
    /// SHA-256 of the content.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    content: [u8; 32],
    /// When it was signed, in Unix seconds, by the signer's clock.
    #[n(2)]
    signed_at: i64,
    #[n(3)]
    administrator: Option<Box<Certificate>>,
}

impl Publication {
    pub(crate) fn by_root(kind: Published, content: &[u8], now: i64, root: &RootKey) -> Self {
        let body = Body {
            authority: root.public().authority_id(),
            content: sha256(content),
            signed_at: now,
            administrator: None,
        };
        let signature = root.sign(
            &context(kind.purpose(), &body.authority),
            &codec::encode(&body),
        );
        Self { body, signature }
    }

    /// Signs by an administrator's device.
    ///
    /// # Errors
    /// [`TrustError::WrongDevice`] if `keys` are not those of `administrator`, [`TrustError::IssuerNotAdministrator`] if its
    /// role may not publish.
    pub fn by_administrator(
        kind: Published,
        content: &[u8],
        now: i64,
        keys: &DeviceKeys,
        administrator: &Certificate,
    ) -> Result<Self, TrustError> {
        if administrator.terms().device != *keys.public() {
            return Err(TrustError::WrongDevice);
        }
        if !administrator
            .terms()
            .role
            .may(TrustRight::PublishQuestionnaires)
        {
            return Err(TrustError::IssuerNotAdministrator);
        }
        let body = Body {
            authority: administrator.authority(),
            content: sha256(content),
            signed_at: now,
            administrator: Some(Box::new(administrator.clone())),
        };
        let signature = keys.sign(
            &context(kind.purpose(), &body.authority),
            &codec::encode(&body),
        );
        Ok(Self { body, signature })
    }

    /// When it was signed, in Unix seconds, by the signer's clock.
    pub fn signed_at(&self) -> i64 {
        self.body.signed_at
    }

    /// Checks at `now` that the authority trusted here published exactly this content. An administrator's certificate has
    /// to be valid now, not only when it says it signed: a revoked device could date its signature back.
    ///
    /// # Errors
    /// [`TrustError::ForeignAuthority`], [`TrustError::BadSignature`] also where the content or the kind is another; of an
    /// administrator's certificate as [`Certificate::verify`], [`TrustError::IssuerNotAdministrator`],
    /// [`TrustError::Revoked`].
    pub fn verify(
        &self,
        kind: Published,
        content: &[u8],
        root: &RootPublic,
        bulletin: &Bulletin,
        now: i64,
    ) -> Result<(), TrustError> {
        let body = &self.body;
        if body.authority != root.authority_id() {
            return Err(TrustError::ForeignAuthority);
        }
        if body.content != sha256(content) {
            return Err(TrustError::BadSignature);
        }
        let (context, signed) = (
            context(kind.purpose(), &body.authority),
            codec::encode(body),
        );
        let Some(administrator) = &body.administrator else {
            return root.verify(&context, &signed, &self.signature);
        };
        let verified = administrator.verify(root, now)?;
        if !verified.may(TrustRight::PublishQuestionnaires) {
            return Err(TrustError::IssuerNotAdministrator);
        }
        bulletin.check_standing(administrator)?;
        let signer = administrator.terms().device.verifying;
        signer.verify(&context, &signed, &self.signature)
    }

    /// Its one encoding: CBOR `[1, body, signature]`, the body a byte string.
    pub fn encode(&self) -> Vec<u8> {
        Envelope::encode(&self.body, self.signature)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_PUBLICATION`], [`TrustError::Newer`], [`TrustError::Truncated`],
    /// [`TrustError::Malformed`], [`TrustError::NotCanonical`].
    pub fn decode(bytes: &[u8]) -> Result<Self, TrustError> {
        Envelope::decode(bytes, MAX_PUBLICATION).map(|(body, signature)| Self { body, signature })
    }

    /// The file that carries it with its content: `NUONGPK1` (`NUONGLG1` for a language), the length of the publication in four bytes, highest first,
    /// the publication, the content.
    pub fn file(&self, kind: Published, content: &[u8]) -> Vec<u8> {
        let publication = self.encode();
        // A publication is shorter than MAX_PUBLICATION.
        let length = u32::try_from(publication.len()).unwrap_or(u32::MAX);
        [
            kind.magic().as_slice(),
            &length.to_be_bytes(),
            &publication,
            content,
        ]
        .concat()
    }

    /// Takes such a file apart; nothing in it is checked yet.
    ///
    /// # Errors
    /// [`TrustError::Malformed`] for any other file, [`TrustError::Truncated`], [`TrustError::TooLarge`] past
    /// [`MAX_PUBLISHED`], and as [`Publication::decode`].
    pub fn from_file(bytes: &[u8]) -> Result<(Published, Self, &[u8]), TrustError> {
        let begun = |kind: &Published| bytes.starts_with(kind.magic());
        let kind = Published::ALL.into_iter().find(begun);
        let kind = kind.ok_or(TrustError::Malformed)?;
        let rest = &bytes[kind.magic().len()..];
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(TrustError::Truncated)?;
        let length = u32::from_be_bytes(*length) as usize;
        if length > MAX_PUBLICATION {
            return Err(TrustError::TooLarge);
        }
        let (publication, content) = rest.split_at_checked(length).ok_or(TrustError::Truncated)?;
        if content.len() > MAX_PUBLISHED {
            return Err(TrustError::TooLarge);
        }
        Ok((kind, Self::decode(publication)?, content))
    }
}

#[cfg(test)]
mod tests;
