//! Becoming a member of an authority, with no network: a request out, a grant back.

use nuong_trust::{
    AuthorityId, Bulletin, Certificate, DeviceId, DeviceKeys, EnrolGrant, EnrolRequest, RootPublic,
    TrustError,
};
use nuong_vault::Records;

use crate::Station;
use crate::act::{Act, certificate_of};
use crate::error::Error;
use crate::inbox::Received;

const IDENTITY: &str = "identity";
const BULLETIN: &str = "bulletin";

/// Who this device is to its authority, and what it knows of the authority.
#[derive(Clone)]
pub struct Identity {
    /// The authority's public key: every certificate leads to it.
    pub root: RootPublic,
    /// This device's certificate.
    pub certificate: Certificate,
    /// The authority's latest word that has arrived.
    pub bulletin: Bulletin,
    /// The hub's certificate, where the authority runs one.
    pub hub: Option<Certificate>,
}

/// This device: its keys and, once enrolled, its identity.
pub(crate) struct Me {
    pub(crate) keys: DeviceKeys,
    pub(crate) identity: Option<Identity>,
}

impl Me {
    pub(crate) fn identity(&self) -> Result<&Identity, Error> {
        self.identity.as_ref().ok_or(Error::NotEnrolled)
    }

    pub(crate) fn authority(&self) -> Result<AuthorityId, Error> {
        Ok(self.identity()?.root.authority_id())
    }

    pub(crate) fn device(&self) -> DeviceId {
        self.keys.device_id()
    }
}

impl Station {
    /// Who this device is.
    ///
    /// # Errors
    /// `device.not_enrolled`.
    pub fn identity(&self) -> Result<&Identity, Error> {
        self.me.identity()
    }

    /// This device's id, the same before and after it is enrolled.
    pub fn device(&self) -> DeviceId {
        self.me.device()
    }

    /// The request to be brought to an administrator, for the person of this display name.
    ///
    /// # Errors
    /// Where the name is empty or too long.
    pub fn enrol_request(&self, person: &str) -> Result<EnrolRequest, Error> {
        Ok(EnrolRequest::create(&self.me.keys, person, self.env.now())?)
    }

    /// Takes the administrator's answer, as its bytes or its text: from now on this device belongs to the authority.
    ///
    /// # Errors
    /// `certificate.*` where the grant is not for this device, not valid now, or of another authority than before.
    pub fn accept_grant(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let grant = EnrolGrant::read(bytes)?;
        grant.verify(self.me.keys.public(), self.env.now())?;
        if self
            .me
            .identity()
            .is_ok_and(|known| known.root.authority_id() != grant.root.authority_id())
        {
            return Err(TrustError::ForeignAuthority.into());
        }
        self.act(|act| {
            act.tx.put_state(IDENTITY, &grant.encode())?;
            for certificate in [Some(&grant.certificate), grant.hub.as_ref()]
                .into_iter()
                .flatten()
            {
                act.tx
                    .put_certificate(*certificate.device_id().as_bytes(), &certificate.encode())?;
            }
            let EnrolGrant {
                root,
                certificate,
                bulletin,
                hub,
            } = grant;
            let newer = act
                .me
                .identity()
                .ok()
                .map(|i| i.bulletin.clone())
                .filter(|b| b.number() > bulletin.number());
            let bulletin = newer.unwrap_or(bulletin);
            act.me.identity = Some(Identity {
                root,
                certificate,
                bulletin: bulletin.clone(),
                hub,
            });
            act.adopt_bulletin(bulletin).map(|_| ())
        })
    }

    /// Reads back who this device is, when the vault is opened.
    pub(crate) fn restore_identity(&mut self) -> Result<(), Error> {
        self.me.identity = read_identity(&self.vault)?;
        Ok(())
    }

    /// Takes over the authority's newer word: who is revoked, and the units' current keys. `false` for one not newer.
    ///
    /// # Errors
    /// `certificate.*` where it is not the authority's, or the vault's.
    pub fn receive_bulletin(&mut self, bytes: &[u8]) -> Result<bool, Error> {
        self.recover_drafts()?;
        let received = self.act(|act| act.receive_bulletin(bytes))?;
        if let Some(received) = &received {
            self.forget_interviews(received);
        }
        Ok(received.is_some())
    }

    /// How a person is named to others: by the name in their certificate; empty where it has not arrived.
    pub fn name_of(&self, device: DeviceId) -> String {
        match certificate_of(&self.vault, device) {
            Ok(Some(certificate)) => certificate.terms().person.clone(),
            _ => String::new(),
        }
    }
}

/// Who this device is, as the vault has it.
pub(crate) fn read_identity(records: &Records) -> Result<Option<Identity>, Error> {
    let Some(bytes) = records.state(IDENTITY)? else {
        return Ok(None);
    };
    let EnrolGrant {
        root,
        certificate,
        bulletin,
        hub,
    } = EnrolGrant::decode(&bytes)?;
    let bulletin = match records.state(BULLETIN)? {
        Some(bytes) => Bulletin::decode(&bytes)?,
        None => bulletin,
    };
    Ok(Some(Identity {
        root,
        certificate,
        bulletin,
        hub,
    }))
}

impl Act<'_, '_> {
    pub(crate) fn receive_bulletin(&mut self, bytes: &[u8]) -> Result<Option<Received>, Error> {
        let bulletin = Bulletin::decode(bytes)?;
        let identity = self.identity()?;
        bulletin.verify(&identity.root)?;
        if bulletin.number() <= identity.bulletin.number() {
            return Ok(None);
        }
        self.adopt_bulletin(bulletin).map(Some)
    }

    /// Opens the unit keys a bulletin holds for this device, back through earlier epochs, and keeps it.
    fn adopt_bulletin(&mut self, bulletin: Bulletin) -> Result<Received, Error> {
        for (unit, epoch, key) in bulletin.unit_keys(&self.me.keys)? {
            self.put_unit_key(&unit, epoch, &key)?;
        }
        self.tx.put_state(BULLETIN, &bulletin.encode())?;
        if let Some(identity) = &mut self.me.identity {
            identity.bulletin = bulletin;
        }
        self.read_newly_granted()
    }
}
