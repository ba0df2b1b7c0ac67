//! The operations of a change, decoded: which object, which key, what is done, over what.

use crate::chunk::Envelope;
use crate::columns::{Bytes, Deltas, Flags, Runs, malformed};
use crate::error::CaseError;
use crate::ids::Author;
use crate::raw::MAX_OPS;

/// Names an operation, and the object or value it made: Automerge's Lamport id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OpId {
    pub(crate) counter: u64,
    pub(crate) author: Author,
}

/// The object an operation is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Object {
    Root,
    Made(OpId),
}

/// Where in its object an operation is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Name(String),
    Head,
    Element(OpId),
}

/// What an operation does. Other kinds (text objects, counters, marks, tables) are not part of
/// the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    MakeMap,
    MakeList,
    Put(Scalar),
    Delete,
}

/// A plain value. Only `Null`, `Uint`, `Str` and `Bytes` are written by schema 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scalar {
    Null,
    Uint(u64),
    Str(String),
    Bytes(Vec<u8>),
    Other,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Op {
    pub(crate) id: OpId,
    pub(crate) object: Object,
    pub(crate) key: Key,
    pub(crate) insert: bool,
    pub(crate) action: Action,
    /// The operations this one overwrites, in ascending order.
    pub(crate) preds: Vec<OpId>,
}

/// How many operations one operation may overwrite: more than there can be authors.
const MAX_PREDS: u64 = 1024;

/// Decodes the operations of a change, at most [`MAX_OPS`].
pub(crate) fn decode(envelope: &Envelope<'_>) -> Result<Vec<Op>, CaseError> {
    let mut rows = Rows::new(envelope);
    let mut ops = Vec::new();
    while !rows.action.is_done() {
        if ops.len() == MAX_OPS {
            return Err(malformed("too many operations"));
        }
        let counter = envelope.start_op + ops.len() as u64;
        ops.push(rows.next(OpId {
            counter,
            author: envelope.actors[0],
        })?);
    }
    if ops.is_empty() {
        Err(malformed("no operations"))
    } else {
        Ok(ops)
    }
}

struct Rows<'a> {
    actors: &'a [Author],
    object_actor: Runs<'a, u64>,
    object_counter: Runs<'a, u64>,
    key_actor: Runs<'a, u64>,
    key_counter: Deltas<'a>,
    key_name: Runs<'a, &'a str>,
    insert: Flags<'a>,
    action: Runs<'a, u64>,
    value_meta: Runs<'a, u64>,
    value: Bytes<'a>,
    pred_count: Runs<'a, u64>,
    pred_actor: Runs<'a, u64>,
    pred_counter: Deltas<'a>,
}

impl<'a> Rows<'a> {
    fn new(envelope: &'a Envelope<'a>) -> Self {
        let column = |spec| envelope.column(spec);
        Self {
            actors: &envelope.actors,
            object_actor: Runs::new(column(0x01)),
            object_counter: Runs::new(column(0x02)),
            key_actor: Runs::new(column(0x11)),
            key_counter: Deltas::new(column(0x13)),
            key_name: Runs::new(column(0x15)),
            insert: Flags::new(column(0x34)),
            action: Runs::new(column(0x42)),
            value_meta: Runs::new(column(0x56)),
            value: Bytes(column(0x57)),
            pred_count: Runs::new(column(0x70)),
            pred_actor: Runs::new(column(0x71)),
            pred_counter: Deltas::new(column(0x73)),
        }
    }

    fn next(&mut self, id: OpId) -> Result<Op, CaseError> {
        let object = self.object()?;
        let key = self.key()?;
        let insert = self.insert.next()?;
        let value = self.scalar()?;
        let action = match (self.action.next()?, value) {
            (Some(1), value) => Action::Put(value),
            (Some(0), Scalar::Null) => Action::MakeMap,
            (Some(2), Scalar::Null) => Action::MakeList,
            (Some(3), Scalar::Null) => Action::Delete,
            _ => return Err(malformed("kind of operation")),
        };
        Ok(Op {
            id,
            object,
            key,
            insert,
            action,
            preds: self.preds()?,
        })
    }

    fn object(&mut self) -> Result<Object, CaseError> {
        match (self.object_actor.next()?, self.object_counter.next()?) {
            (None, None) => Ok(Object::Root),
            (Some(actor), Some(counter)) => Ok(Object::Made(self.id(actor, counter)?)),
            _ => Err(malformed("object id")),
        }
    }

    fn key(&mut self) -> Result<Key, CaseError> {
        let actor = self.key_actor.next()?;
        let counter = self.key_counter.next()?;
        match (self.key_name.next()?, actor, counter) {
            (Some(name), None, None) => Ok(Key::Name(name.to_owned())),
            (None, None, Some(0)) => Ok(Key::Head),
            (None, Some(actor), Some(counter)) => {
                let counter = u64::try_from(counter).map_err(|_| malformed("element id"))?;
                Ok(Key::Element(self.id(actor, counter)?))
            }
            _ => Err(malformed("key")),
        }
    }

    fn scalar(&mut self) -> Result<Scalar, CaseError> {
        let meta = self
            .value_meta
            .next()?
            .ok_or(malformed("value without type"))?;
        let len = usize::try_from(meta >> 4).map_err(|_| malformed("length of value"))?;
        let mut raw = Bytes(self.value.take(len)?);
        let scalar = match meta & 0x0f {
            0 => Scalar::Null,
            3 => Scalar::Uint(raw.uleb()?),
            6 => {
                let text = std::str::from_utf8(raw.take(len)?);
                Scalar::Str(text.map_err(|_| malformed("text is not UTF-8"))?.to_owned())
            }
            7 => Scalar::Bytes(raw.take(len)?.to_owned()),
            1 | 2 => Scalar::Other,
            4 | 9 => raw.sleb().map(|_| Scalar::Other)?,
            5 => raw.array::<8>().map(|_| Scalar::Other)?,
            _ => return Err(malformed("type of value")),
        };
        if raw.is_empty() {
            Ok(scalar)
        } else {
            Err(malformed("length of value"))
        }
    }

    fn preds(&mut self) -> Result<Vec<OpId>, CaseError> {
        let count = self.pred_count.next()?.ok_or(malformed("predecessors"))?;
        if count > MAX_PREDS {
            return Err(malformed("too many predecessors"));
        }
        let mut preds = Vec::new();
        for _ in 0..count {
            let actor = self.pred_actor.next()?.ok_or(malformed("predecessor"))?;
            let counter = self.pred_counter.next()?.ok_or(malformed("predecessor"))?;
            let counter = u64::try_from(counter).map_err(|_| malformed("predecessor"))?;
            preds.push(self.id(actor, counter)?);
        }
        if !preds.is_sorted_by(|a, b| a < b) {
            return Err(malformed("predecessors out of order"));
        }
        Ok(preds)
    }

    fn id(&self, actor: u64, counter: u64) -> Result<OpId, CaseError> {
        let actor = usize::try_from(actor)
            .ok()
            .and_then(|index| self.actors.get(index));
        let author = *actor.ok_or(malformed("unknown author of an operation"))?;
        if counter == 0 || counter > u64::from(u32::MAX) {
            return Err(malformed("operation number"));
        }
        Ok(OpId { counter, author })
    }
}
