//! What the two sides of an exchange read: a request at the hub, an answer at the device, a parcel file, a session's
//! own state.

use std::sync::{Arc, OnceLock};

use nuong_sync::hub::StoreError;
use nuong_sync::{
    ClientFacts, ClientSession, Directory, Effect, Event, FileReader, HubIdentity, HubSession,
    MemoryStore, Outgoing, Parcel, parcel_frame,
};
use nuong_trust::SeededRandom;

use crate::{Target, keys, wire};

/// The parsers of this part.
pub(crate) fn targets() -> Vec<Target> {
    vec![
        Target {
            name: "hub_request",
            feed: hub_request,
            samples: || vec![talk().request.clone()],
        },
        Target {
            name: "hub_answer",
            feed: hub_answer,
            samples: || vec![talk().answer.clone()],
        },
        Target {
            name: "parcel_file",
            feed: parcel_file,
            samples: || vec![wire::sample_file()],
        },
        Target {
            name: "session_state",
            feed: session_state,
            samples: || vec![talk().state.clone()],
        },
    ]
}

/// A request, as the hub gets it. True when the hub took a parcel from it.
pub fn hub_request(bytes: &[u8]) -> bool {
    let (session, answer) = answered(bytes).expect("memory does not fail");
    assert!(!answer.is_empty(), "every request gets an answer");
    session
        .outcomes()
        .iter()
        .any(|outcome| outcome.position.is_some())
}

/// An answer, as a device gets it from a hub that may be anybody. True when the session was content with it.
pub fn hub_answer(bytes: &[u8]) -> bool {
    let mut session = session(None).expect("no state is a good state");
    let (device, mut random) = (keys::device(), client_random());
    let mut step = |event| session.handle(keys::NOW, &device, &mut random, event);
    step(Event::Start);
    let mut effects = Vec::new();
    for piece in bytes.chunks(997) {
        effects.extend(step(Event::Received(piece)));
    }
    effects.extend(step(Event::Closed));
    for effect in &effects {
        if let Effect::Keep { parcel, .. } = effect {
            let author = keys::device();
            assert!(
                parcel
                    .verify(author.public(), &keys::authority_id())
                    .is_ok(),
                "a parcel that is kept was signed by somebody certified"
            );
        }
    }
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Done(_)))
}

/// A file of parcels from a memory card.
pub fn parcel_file(bytes: &[u8]) -> bool {
    let mut reader = FileReader::new(Directory::new(keys::root()));
    reader.push(bytes);
    while let Ok(Some(_)) = reader.next_item() {}
    reader.finish().is_ok()
}

/// What a session had stored before the phone was switched off.
pub fn session_state(bytes: &[u8]) -> bool {
    let Some(mut session) = session(Some(bytes)) else {
        return false;
    };
    session.handle(
        keys::NOW,
        &keys::device(),
        &mut client_random(),
        Event::Start,
    );
    true
}

/// One exchange between a device and an empty hub, as it should be.
struct Talk {
    request: Vec<u8>,
    answer: Vec<u8>,
    state: Vec<u8>,
}

fn talk() -> &'static Talk {
    static TALK: OnceLock<Talk> = OnceLock::new();
    TALK.get_or_init(|| {
        let mut session = session(None).expect("no state is a good state");
        let effects = session.handle(
            keys::NOW,
            &keys::device(),
            &mut client_random(),
            Event::Start,
        );
        let mut request = Vec::new();
        for effect in effects {
            match effect {
                Effect::Send(bytes) => request.extend(bytes),
                Effect::SendParcel(name) => {
                    let parcel = wire::parcels().iter().find(|parcel| parcel.name() == name);
                    request.extend(parcel_frame(&parcel.expect("it is one of ours").encode()));
                }
                _ => {}
            }
        }
        let (_, answer) = answered(&request).expect("memory does not fail");
        Talk {
            request,
            answer,
            state: session.state(),
        }
    })
}

fn session(state: Option<&[u8]>) -> Option<ClientSession> {
    let mut directory = Directory::new(keys::root());
    directory
        .admit_bulletin(&keys::sample_bulletin().encode())
        .ok()?;
    let facts = ClientFacts {
        outgoing: wire::parcels().iter().map(outgoing).collect(),
        own_head: wire::head(),
        ..ClientFacts::new(
            directory,
            keys::hub_certificate(),
            keys::sample_certificate(),
        )
    };
    ClientSession::new(facts, state).ok()
}

fn outgoing(parcel: &Parcel) -> Outgoing {
    let (header, length) = (parcel.header(), parcel.encode().len());
    Outgoing {
        author: header.author,
        seq: header.seq,
        name: parcel.name(),
        length,
    }
}

/// The same nonces each time, so that the hub's answer to one session is an answer to the next.
fn client_random() -> SeededRandom {
    SeededRandom::for_simulation(3)
}

fn answered(request: &[u8]) -> Result<(HubSession, Vec<u8>), StoreError> {
    let identity = Arc::new(HubIdentity::new(keys::hub(), keys::root()));
    let (mut session, mut store) = (HubSession::new(identity), MemoryStore::new());
    session.receive(keys::NOW, &mut store, request)?;
    let mut answer = Vec::new();
    while let Some(bytes) = session.respond(&store)? {
        answer.extend(bytes);
    }
    Ok((session, answer))
}
