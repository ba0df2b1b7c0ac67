//! The device's side of an exchange as a state machine: events in, effects out.

mod acknowledge;
mod session;
mod state;
mod types;

pub use self::{
    session::ClientSession,
    types::{ClientFacts, Effect, Event, Outgoing, Report},
};
