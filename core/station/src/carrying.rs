//! Parcels as a file, for a memory card or any other way that is not a network. The carrier need not be able to read them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use nuong_casefile::CaseId;
use nuong_sync::{End, Frame, FrameReader, Parcel, ParcelError, STREAM_VERSION};
use nuong_trust::{Bulletin, DeviceId};

use crate::Station;
use crate::error::Error;
use crate::inbox::Received;
use crate::keys::tag_of;
use crate::profile::write_durably;

/// A parcel file larger than this is refused before it is read: about 20,000 cases.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Which parcels a file is to carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything this device holds, what it cannot read included.
    Everything,
    /// What concerns these cases. Of parcels that the hub has, only their sections; a parcel that the hub lacks goes whole, so
    /// that whoever takes it in can bring it there. What is sealed in it for others stays closed to them.
    Cases(Vec<CaseId>),
}

/// What was written to a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    /// Parcels in the file.
    pub parcels: usize,
    /// Its size.
    pub bytes: usize,
}

impl Station {
    /// Writes parcels to a file, with the certificates of those who wrote them.
    ///
    /// # Errors
    /// `file.unreadable` where it cannot be written, `case.unknown`, or the vault's.
    pub fn export_parcels(&mut self, path: &Path, scope: &Scope) -> Result<Written, Error> {
        self.recover_drafts()?;
        self.seal_outbox()?;
        let tags = match scope {
            Scope::Everything => None,
            Scope::Cases(cases) => Some(cases.iter().map(|c| tag_of(*c)).collect::<Vec<_>>()),
        };
        let mut file = vec![STREAM_VERSION];
        let mut authors: Vec<DeviceId> = Vec::new();
        let mut parcels = 0;
        Frame::Bulletin(self.identity()?.bulletin.encode()).write(&mut file);
        for about in self.vault.parcels()? {
            let Some(held) = self.vault.parcel(about.name)? else {
                continue;
            };
            let mut parcel = Parcel::decode(&held.bytes)?;
            if let Some(tags) = &tags {
                let written = parcel
                    .sections()
                    .any(|s| s.present && s.kind.tag().is_some_and(|tag| tags.contains(&tag)));
                let granted = || {
                    let grants = parcel.grants()?.proven;
                    Ok::<_, Error>(grants.iter().any(|grant| tags.contains(&grant.tag())))
                };
                if !written && !granted()? {
                    continue;
                }
                if about.at_hub {
                    parcel = parcel.withhold(|tag| tags.contains(tag));
                }
            }
            let author = parcel.header().author;
            if !authors.contains(&author) {
                authors.push(author);
                if let Some(certificate) = self.vault.certificate(*author.as_bytes())? {
                    Frame::Certificate(certificate).write(&mut file);
                }
            }
            Frame::Parcel(parcel.encode()).write(&mut file);
            parcels += 1;
        }
        Frame::End(End::default()).write(&mut file);
        write_durably(path, &file)?;
        Ok(Written {
            parcels,
            bytes: file.len(),
        })
    }

    /// Takes in a parcel file. A bad parcel in it goes to quarantine and does not stop the others.
    ///
    /// # Errors
    /// `file.unreadable`, `parcel.oversized` for a file beyond the limit, `parcel.truncated` where its end is missing
    /// (what was whole has been taken in), or the vault's.
    pub fn import_parcels(&mut self, path: &Path) -> Result<Received, Error> {
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(|e| Error::file(path, &e))?;
        file.take(MAX_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| Error::file(path, &e))?;
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(ParcelError::Oversized.into());
        }
        let mut received = Received::default();
        let mut reader = FrameReader::new();
        reader.push(&bytes);
        let mut ended = false;
        while let Some(frame) = reader.next_frame()? {
            match frame {
                Frame::Certificate(bytes) => match self.receive_certificate(&bytes) {
                    Ok(more) => received.add(more),
                    Err(error) => received.refused(error)?,
                },
                Frame::Bulletin(bytes) => {
                    if let Err(error) = self.receive_bulletin(&bytes) {
                        received.refused(error)?;
                    }
                }
                Frame::Parcel(bytes) => received.add(self.receive(&bytes)?),
                Frame::Oversized => received
                    .quarantined
                    .push(ParcelError::Oversized.code().to_owned()),
                Frame::End(_) => ended = true,
                // The rest belongs to a conversation with a hub.
                _ => {}
            }
        }
        if ended {
            Ok(received)
        } else {
            Err(ParcelError::Truncated.into())
        }
    }
}

/// A file that carries nothing but the authority's bulletin.
pub fn bulletin_file(bulletin: &Bulletin) -> Vec<u8> {
    let mut file = vec![STREAM_VERSION];
    Frame::Bulletin(bulletin.encode()).write(&mut file);
    Frame::End(End::default()).write(&mut file);
    file
}
