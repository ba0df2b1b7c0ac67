//! The hub: the session that every hub runs, over a store that survives its crashes.

use std::sync::Arc;

use nuong_station::sync::hub::Flow;
use nuong_station::sync::{
    Frame, FrameReader, HubIdentity, HubSession, HubStore, MemoryStore, Parcel, STREAM_VERSION,
};
use nuong_station::trust::{DeviceId, DeviceKeys, RootPublic};

use crate::broken::{Broken, Checked, Invariant};

/// A hub's memory and keys. What is in `store` was acknowledged; everything else dies with an exchange.
pub struct Hub {
    identity: Arc<HubIdentity>,
    /// What it keeps.
    pub store: MemoryStore,
    /// A hub that keeps one author's parcels to itself; only a run that is to fail has one.
    pub silent_about: Option<DeviceId>,
}

impl Hub {
    /// With these keys, in the world of this root; answers carry about `exchange_bytes` at most.
    pub fn new(keys: DeviceKeys, root: RootPublic, exchange_bytes: usize) -> Self {
        let identity = HubIdentity::new(keys, root).with_exchange_bytes(exchange_bytes);
        Self {
            identity: Arc::new(identity),
            store: MemoryStore::new(),
            silent_about: None,
        }
    }

    /// Gives it a bulletin by hand, as its administrator may.
    ///
    /// # Errors
    /// The store's.
    pub fn take_bulletin(&mut self, number: u64, bulletin: &[u8]) -> Checked {
        self.store
            .put_bulletin(number, bulletin)
            .map_err(|_| store_failed())
    }

    /// The number of its bulletin.
    pub fn knows_bulletin(&self) -> bool {
        matches!(self.store.bulletin(), Ok(Some(_)))
    }

    /// Serves one request that comes in pieces of this length. None if it ends before its end: then there is no answer,
    /// and whole parcels that came are kept.
    ///
    /// # Errors
    /// [`Invariant::Unexpected`]: a store in memory does not fail.
    pub fn serve(&mut self, now: i64, request: &[u8], piece: usize) -> Checked<Option<Vec<u8>>> {
        let mut session = HubSession::new(Arc::clone(&self.identity));
        let mut flow = Flow::More;
        for bytes in request.chunks(piece.max(1)) {
            flow = session
                .receive(now, &mut self.store, bytes)
                .map_err(|_| store_failed())?;
            if flow == Flow::Answer {
                break;
            }
        }
        if flow == Flow::More {
            return Ok(None);
        }
        let mut answer = Vec::new();
        while let Some(bytes) = session.respond(&self.store).map_err(|_| store_failed())? {
            answer.extend_from_slice(&bytes);
        }
        Ok(Some(match self.silent_about {
            Some(author) => without(author, &answer),
            None => answer,
        }))
    }
}

/// An answer without what one author wrote.
fn without(author: DeviceId, answer: &[u8]) -> Vec<u8> {
    let mut reader = FrameReader::new();
    reader.push(answer);
    let mut kept = vec![STREAM_VERSION];
    while let Ok(Some(frame)) = reader.next_frame() {
        let theirs = match &frame {
            Frame::Delivered { parcel, .. } => {
                Parcel::decode(parcel).is_ok_and(|parcel| parcel.header().author == author)
            }
            _ => false,
        };
        if !theirs {
            frame.write(&mut kept);
        }
    }
    kept
}

fn store_failed() -> Broken {
    Broken::new(Invariant::Unexpected, "the hub's store in memory failed")
}
