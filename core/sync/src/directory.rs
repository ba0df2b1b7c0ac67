use std::collections::BTreeMap;

use nuong_trust::{AuthorityId, Bulletin, Certificate, DeviceId, RootPublic, TrustError};

use crate::{Parcel, ParcelError};

/// Whose signatures count: an authority's root, the certificates known, and its latest bulletin.
///
/// Everything in it was verified as it was put in. Expiry is not looked at here: when a parcel was written only its author
/// says, so the validity of a certificate is enforced where a device meets a hub and its clock.
#[derive(Debug, Clone)]
pub struct Directory {
    root: RootPublic,
    certificates: BTreeMap<DeviceId, Certificate>,
    bulletin: Option<Bulletin>,
}

impl Directory {
    /// Knows the root alone.
    pub fn new(root: RootPublic) -> Self {
        Self {
            root,
            certificates: BTreeMap::new(),
            bulletin: None,
        }
    }

    /// The authority's root.
    pub fn root(&self) -> &RootPublic {
        &self.root
    }

    /// The authority's name.
    pub fn authority(&self) -> AuthorityId {
        self.root.authority_id()
    }

    /// Takes in a certificate, unless it has the same or a later one of that device; gives it back if it is new.
    ///
    /// # Errors
    /// Of decoding and of [`Certificate::verify`], but for the time.
    pub fn admit_certificate(&mut self, bytes: &[u8]) -> Result<Option<Certificate>, TrustError> {
        let certificate = Certificate::decode(bytes)?;
        let device = certificate.device_id();
        let known = self.certificates.get(&device);
        if known == Some(&certificate) {
            return Ok(None);
        }
        // At the first moment of its validity: all but the time is checked.
        certificate.verify(&self.root, certificate.terms().validity.not_before)?;
        if known.is_some_and(|known| !supersedes(&certificate, known)) {
            return Ok(None);
        }
        self.certificates.insert(device, certificate.clone());
        Ok(Some(certificate))
    }

    /// Takes in a bulletin, unless it has the same or a later one; gives it back if it is new.
    ///
    /// # Errors
    /// Of decoding and of [`Bulletin::verify`].
    pub fn admit_bulletin(&mut self, bytes: &[u8]) -> Result<Option<Bulletin>, TrustError> {
        let bulletin = Bulletin::decode(bytes)?;
        bulletin.verify(&self.root)?;
        if self.bulletin_number() >= bulletin.number() {
            return Ok(None);
        }
        self.bulletin = Some(bulletin.clone());
        Ok(Some(bulletin))
    }

    /// The latest certificate of a device.
    pub fn certificate(&self, device: &DeviceId) -> Option<&Certificate> {
        self.certificates.get(device)
    }

    /// The latest bulletin.
    pub fn bulletin(&self) -> Option<&Bulletin> {
        self.bulletin.as_ref()
    }

    /// The number of the latest bulletin; 0 without one.
    pub fn bulletin_number(&self) -> u64 {
        self.bulletin.as_ref().map_or(0, Bulletin::number)
    }

    /// Whether the certificate's device is one to deal with now, as far as is known here.
    ///
    /// # Errors
    /// [`TrustError::Revoked`].
    pub fn check_standing(&self, certificate: &Certificate) -> Result<(), TrustError> {
        self.bulletin
            .as_ref()
            .map_or(Ok(()), |bulletin| bulletin.check_standing(certificate))
    }

    /// Checks that a parcel is by a device of this authority, unaltered, and written before its author was revoked.
    ///
    /// # Errors
    /// [`ParcelError::Foreign`], [`ParcelError::UnknownAuthor`], [`ParcelError::Signature`], [`ParcelError::Revoked`].
    pub fn check_parcel(&self, parcel: &Parcel) -> Result<(), ParcelError> {
        let header = parcel.header();
        let authority = self.authority();
        if header.authority != authority {
            return Err(ParcelError::Foreign);
        }
        let certificate = self
            .certificate(&header.author)
            .ok_or(ParcelError::UnknownAuthor)?;
        parcel.verify(&certificate.terms().device, &authority)?;
        self.bulletin
            .as_ref()
            .map_or(Ok(()), |b| b.check_written(certificate, header.at))
            .map_err(|_| ParcelError::Revoked)
    }
}

/// Whether a certificate counts in place of another of the same device.
pub fn supersedes(certificate: &Certificate, known: &Certificate) -> bool {
    rank(certificate) > rank(known)
}

/// Which of two certificates of one device counts: the one that begins later. The rest only settles ties, alike everywhere.
fn rank(certificate: &Certificate) -> (i64, i64, Vec<u8>) {
    let validity = certificate.terms().validity;
    (
        validity.not_before,
        validity.not_after,
        certificate.encode(),
    )
}
