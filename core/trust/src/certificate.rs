use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

use crate::{
    AuthorityId, DeviceId, DeviceKeys, Role, RootKey, RootPublic, Signature, Terms, TrustError,
    TrustRight, UnitId,
    codec::{self, Envelope},
    context,
};

/// The most bytes of a certificate, with the one above it inside. Tests hold that the fullest terms fit.
pub const MAX_CERTIFICATE: usize = 4096;

const PURPOSE: &str = "certificate";

/// The authority's word about a device: its keys, its person, role, units and validity, signed by the root or by an
/// administrator whom the root certified.
///
/// One that was decoded is only a claim; [`Certificate::verify`] makes of it something to rely on.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    body: Body,
    signature: Signature,
}

#[derive(Clone, PartialEq, Eq, Encode, Decode)]
struct Body {
    #[n(0)]
    authority: AuthorityId,
    #[n(1)]
    terms: Terms,
    #[n(2)]
    administrator: Option<Box<Certificate>>,
}

/// Who signed a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer<'a> {
    /// The authority's root.
    Root,
    /// An administrator, by this certificate of its own.
    Administrator(&'a Certificate),
}

impl Certificate {
    /// Certifies by the root itself. The lists of units are put in order first.
    ///
    /// # Errors
    /// [`TrustError::InvalidTerms`].
    pub fn issue(terms: Terms, root: &RootKey) -> Result<Self, TrustError> {
        let terms = terms.in_order();
        terms.check()?;
        let body = Body {
            authority: root.public().authority_id(),
            terms,
            administrator: None,
        };
        let signature = root.sign(&context(PURPOSE, &body.authority), &codec::encode(&body));
        Ok(Self { body, signature })
    }

    /// Certifies by an administrator's device: for its own units, within its own time, and no roles but casework's.
    ///
    /// # Errors
    /// [`TrustError::InvalidTerms`], [`TrustError::WrongDevice`] if `keys` are not those of `administrator`,
    /// [`TrustError::IssuerNotAdministrator`], [`TrustError::ChainTooDeep`], [`TrustError::Escalation`].
    pub fn issue_delegated(
        terms: Terms,
        keys: &DeviceKeys,
        administrator: &Self,
    ) -> Result<Self, TrustError> {
        let terms = terms.in_order();
        terms.check()?;
        if administrator.terms().device != *keys.public() {
            return Err(TrustError::WrongDevice);
        }
        administrator.may_issue(&terms)?;
        Ok(Self::sign_delegated(terms, keys, administrator))
    }

    fn sign_delegated(terms: Terms, keys: &DeviceKeys, administrator: &Self) -> Self {
        let authority = administrator.body.authority;
        let body = Body {
            authority,
            terms,
            administrator: Some(Box::new(administrator.clone())),
        };
        let signature = keys.sign(&context(PURPOSE, &authority), &codec::encode(&body));
        Self { body, signature }
    }

    /// What it says.
    pub fn terms(&self) -> &Terms {
        &self.body.terms
    }

    /// The device it is about.
    pub fn device_id(&self) -> DeviceId {
        self.body.terms.device_id()
    }

    /// The authority it says it is of.
    pub fn authority(&self) -> AuthorityId {
        self.body.authority
    }

    /// Who it says signed it.
    pub fn issuer(&self) -> Issuer<'_> {
        self.body
            .administrator
            .as_deref()
            .map_or(Issuer::Root, Issuer::Administrator)
    }

    /// Checks it at `now` (Unix seconds) against the authority trusted here: authority, signatures up to the root, what an
    /// administrator may give, and the time, of it and of the one above. Revocation is the [`crate::Bulletin`]'s to tell.
    ///
    /// # Errors
    /// In the order they are looked for: [`TrustError::ForeignAuthority`], [`TrustError::ChainTooDeep`],
    /// [`TrustError::BadSignature`], [`TrustError::InvalidTerms`], [`TrustError::IssuerNotAdministrator`],
    /// [`TrustError::Escalation`], [`TrustError::NotYetValid`], [`TrustError::Expired`].
    pub fn verify(&self, root: &RootPublic, now: i64) -> Result<Verified, TrustError> {
        self.verify_signatures(root)?;
        self.body.terms.check()?;
        if let Issuer::Administrator(administrator) = self.issuer() {
            administrator.body.terms.check()?;
            administrator.may_issue(&self.body.terms)?;
            administrator.terms().validity.check(now)?;
        }
        self.terms().validity.check(now)?;
        Ok(Verified {
            device: self.device_id(),
            certificate: self.clone(),
        })
    }

    fn verify_signatures(&self, root: &RootPublic) -> Result<(), TrustError> {
        if self.body.authority != root.authority_id() {
            return Err(TrustError::ForeignAuthority);
        }
        let (context, signed) = (
            context(PURPOSE, &self.body.authority),
            codec::encode(&self.body),
        );
        match self.issuer() {
            Issuer::Root => root.verify(&context, &signed, &self.signature),
            Issuer::Administrator(administrator) => {
                if administrator.issuer() != Issuer::Root {
                    return Err(TrustError::ChainTooDeep);
                }
                administrator.verify_signatures(root)?;
                administrator
                    .terms()
                    .device
                    .verifying
                    .verify(&context, &signed, &self.signature)
            }
        }
    }

    /// Whether the holder of this certificate may give `terms`: nothing it does not have itself.
    fn may_issue(&self, terms: &Terms) -> Result<(), TrustError> {
        let own = self.terms();
        if !own.role.may(TrustRight::EnrolDevices) {
            return Err(TrustError::IssuerNotAdministrator);
        }
        if self.issuer() != Issuer::Root {
            return Err(TrustError::ChainTooDeep);
        }
        let shares = |unit: &UnitId| own.units.contains(unit) || own.shares_with.contains(unit);
        let within = terms.role.reads_cases()
            && terms.units.iter().all(|unit| own.units.contains(unit))
            && terms.shares_with.iter().all(shares)
            && terms.validity.is_within(&own.validity);
        if within {
            Ok(())
        } else {
            Err(TrustError::Escalation)
        }
    }

    /// Its one encoding: CBOR `[1, body, signature]`, the body a byte string, so that exactly what was signed travels.
    pub fn encode(&self) -> Vec<u8> {
        Envelope::encode(&self.body, self.signature)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`TrustError::TooLarge`] past [`MAX_CERTIFICATE`], [`TrustError::Newer`], [`TrustError::Truncated`],
    /// [`TrustError::Malformed`], [`TrustError::NotCanonical`].
    pub fn decode(bytes: &[u8]) -> Result<Self, TrustError> {
        Envelope::decode(bytes, MAX_CERTIFICATE).map(|(body, signature)| Self { body, signature })
    }
}

/// Shows no name: a certificate may reach a log.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Certificate")
            .field(&self.body.terms)
            .finish()
    }
}

/// Inside something else a certificate is a byte string holding its encoding.
impl<C> Encode<C> for Certificate {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.bytes(&self.encode())?.ok()
    }
}

impl<C> Decode<'_, C> for Certificate {
    fn decode(d: &mut Decoder<'_>, _: &mut C) -> Result<Self, decode::Error> {
        Self::decode(d.bytes()?).map_err(decode::Error::message)
    }
}

/// A certificate that was found good, at the time it was checked for. Only [`Certificate::verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    device: DeviceId,
    certificate: Certificate,
}

impl Verified {
    /// The device.
    pub fn device_id(&self) -> DeviceId {
        self.device
    }

    /// What it holds.
    pub fn terms(&self) -> &Terms {
        self.certificate.terms()
    }

    /// The role.
    pub fn role(&self) -> Role {
        self.terms().role
    }

    /// The units whose cases the device reads and writes.
    pub fn units(&self) -> &[UnitId] {
        &self.terms().units
    }

    /// Whether its role has the right.
    pub fn may(&self, right: TrustRight) -> bool {
        self.role().may(right)
    }

    /// The certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}

#[cfg(test)]
mod tests;
