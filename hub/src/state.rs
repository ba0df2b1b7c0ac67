//! What every request shares.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nuong_sync::HubIdentity;
use nuong_sync::hub::{HubStore as _, StoreError};
use nuong_trust::DeviceKeys;
use tokio::sync::Semaphore;

use crate::{HubError, Identity, Limits, SqliteStore};

/// The hub behind the routes: who it is, its store, its clock and its limits. Cheap to clone.
#[derive(Clone)]
pub struct HubState(Arc<Shared>);

struct Shared {
    identity: Arc<HubIdentity>,
    store: Mutex<SqliteStore>,
    exchanges: Arc<Semaphore>,
    limits: Limits,
    clock: fn() -> i64,
}

impl HubState {
    /// A hub with this identity over this store; `clock` gives Unix seconds. The authority's word that came with the
    /// identity goes into the store, unless the store has a later one.
    pub fn new(
        identity: &Identity,
        mut store: SqliteStore,
        limits: Limits,
        clock: fn() -> i64,
    ) -> Result<Self, HubError> {
        let bulletin = &identity.grant.bulletin;
        store
            .put_bulletin(bulletin.number(), &bulletin.encode())
            .map_err(|_| HubError::Store { code: 0 })?;
        let keys =
            DeviceKeys::from_secret_bytes(&identity.keys.to_secret_bytes()).map_err(|error| {
                HubError::Trust {
                    what: "hub.keys",
                    error,
                }
            })?;
        Ok(Self(Arc::new(Shared {
            identity: Arc::new(HubIdentity::new(keys, identity.grant.root)),
            store: Mutex::new(store),
            exchanges: Arc::new(Semaphore::new(limits.exchanges)),
            limits,
            clock,
        })))
    }

    pub(crate) fn identity(&self) -> Arc<HubIdentity> {
        Arc::clone(&self.0.identity)
    }

    pub(crate) fn exchanges(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.exchanges)
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn now(&self) -> i64 {
        (self.0.clock)()
    }

    /// The store, for blocking work only: never on a thread that runs other requests.
    pub(crate) fn store(&self) -> MutexGuard<'_, SqliteStore> {
        // A panic while it was held rolled its transaction back; the store itself is whole.
        self.0.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn check_store(&self) -> Result<(), StoreError> {
        self.store().check()
    }
}
