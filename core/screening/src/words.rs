//! A few words under a few keys. Questionnaires with a hundred thousand choices hold as many of these: a sorted list of a few
//! pairs takes a tenth of the memory that a tree takes.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Words by key, in the order of the keys; written as a map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(Vec<(Box<str>, Box<str>)>);

impl Words {
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        let at = self.place(key).ok()?;
        self.0.get(at).map(|(_, words)| &**words)
    }

    /// Puts words under a key, in place of what was there.
    pub(crate) fn insert(&mut self, key: &str, words: &str) {
        match self.place(key) {
            Ok(at) => self.0[at].1 = words.into(),
            Err(at) => {
                // Exactly as much as is needed: there will not be many more.
                self.0.reserve_exact(1);
                self.0.insert(at, (key.into(), words.into()));
            }
        }
    }

    /// Puts words under a key that has none.
    pub(crate) fn complete(&mut self, key: &str, words: &str) {
        if self.place(key).is_err() {
            self.insert(key, words);
        }
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| &**key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, words)| &**words)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, words)| (&**key, &**words))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(key))
    }
}

impl<K: AsRef<str>, W: AsRef<str>> FromIterator<(K, W)> for Words {
    fn from_iter<I: IntoIterator<Item = (K, W)>>(pairs: I) -> Words {
        let mut words = Words::default();
        for (key, text) in pairs {
            words.insert(key.as_ref(), text.as_ref());
        }
        words
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, words) in self.iter() {
            map.serialize_entry(key, words)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("words by key")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                let mut words = Words::default();
                while let Some((key, text)) = map.next_entry::<String, String>()? {
                    words.insert(&key, &text);
                }
                Ok(words)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_in_the_order_of_their_keys_and_come_back_as_written() {
        let words: Words = [("vi", "Có"), ("en", "Yes"), ("vi", "Vâng")].into_iter().collect();
        assert_eq!(words.keys().collect::<Vec<_>>(), ["en", "vi"]);
        assert_eq!((words.get("vi"), words.get("hnj")), (Some("Vâng"), None));
        let written = serde_json::to_string(&words).unwrap();
        assert_eq!(written, r#"{"en":"Yes","vi":"Vâng"}"#);
        assert_eq!(serde_json::from_str::<Words>(&written).unwrap(), words);
        assert!(serde_json::from_str::<Words>("[]").is_err());
    }
}
