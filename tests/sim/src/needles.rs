//! Finds in any bytes what must be nowhere outside an unlocked station: words that people said, and the secret ids of cases.

use std::io::Read as _;

/// Begins every text that is written into a case. Letters that no questionnaire, no code and no format holds in this order.
pub const MARK: &str = "zqxjkvbwqz";

/// How a zstd frame begins: what is compressed and not sealed would hide words from a search.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Needles {
    texts: Vec<(String, Vec<u8>)>,
    /// Whether any text, or a zstd frame, begins with these two bytes.
    begins: Vec<bool>,
}

impl Default for Needles {
    fn default() -> Self {
        let mut needles = Self {
            texts: Vec::new(),
            begins: vec![false; 1 << 16],
        };
        needles.begins[pair(&ZSTD_MAGIC)] = true;
        needles.add("a text of a case", MARK.as_bytes());
        needles
    }
}

impl Needles {
    /// Looks for these bytes too, at least two.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.begins[pair(bytes)] = true;
        self.texts.push((name.to_owned(), bytes.to_vec()));
    }

    /// Looks for the id of a case too: raw, and as people write it.
    pub fn add_case(&mut self, id: &[u8; 16]) {
        self.add("the id of a case", id);
        let hex: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        self.add("the id of a case in hex", hex.as_bytes());
    }

    /// The name of the first thing found, compressed bytes looked into.
    pub fn find(&self, hay: &[u8]) -> Option<&str> {
        // A plain loop: it reads every byte of every vault of every run.
        let mut at = 0;
        while at + 1 < hay.len() {
            if self.begins[pair(&hay[at..])] {
                let rest = &hay[at..];
                let found = self.texts.iter().find(|(_, text)| rest.starts_with(text));
                if let Some((name, _)) = found {
                    return Some(name);
                }
                if let Some(name) = self.find_compressed(rest) {
                    return Some(name);
                }
            }
            at += 1;
        }
        None
    }

    /// Looks into the zstd frame that begins here, if one does, as far as it can be read.
    fn find_compressed(&self, frame: &[u8]) -> Option<&str> {
        if !frame.starts_with(&ZSTD_MAGIC) {
            return None;
        }
        let mut content = Vec::new();
        let decoder = zstd::stream::read::Decoder::new(frame).ok()?;
        let _ = decoder.take(1 << 20).read_to_end(&mut content);
        let is_in = |text: &Vec<u8>| content.windows(text.len()).any(|window| window == text);
        let found = self.texts.iter().find(|(_, text)| is_in(text));
        found.map(|(name, _)| name.as_str())
    }
}

fn pair(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_wherever_it_stands_and_inside_compressed_bytes() {
        let mut needles = Needles::default();
        needles.add_case(&[0xab; 16]);
        let said = format!("before {MARK}-17 after");
        assert!(needles.find(said.as_bytes()).is_some());
        assert!(needles.find(&said.as_bytes()[8..]).is_none());
        let packed = zstd::bulk::compress(said.repeat(50).as_bytes(), 19).unwrap();
        assert!(needles.find(&packed).is_some());
        assert!(needles.find(&[0xab; 15]).is_none());
        assert!(needles.find(&[0xab; 16]).is_some());
        assert!(needles.find("ab".repeat(16).as_bytes()).is_some());
        assert!(needles.find(b"").is_none());
    }
}
