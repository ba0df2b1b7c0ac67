//! What the programs promise, each shown by real processes.
#![allow(clippy::unwrap_used)]

mod bad_hubs;
mod bad_parcels;
mod bad_questionnaires;
mod bad_vaults;
mod field_day;
mod full_disk;
mod killed_hub;
mod killed_station;
mod published;
mod two_windows;
