use argon2::{Algorithm, Argon2, Block, Params, Version};
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, Zeroizing};

use crate::TrustError;

/// How much work it is to try one passphrase: Argon2id (RFC 9106), version 0x13.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct KdfParams {
    #[n(0)]
    m_kib: u32,
    #[n(1)]
    t: u32,
    #[n(2)]
    p: u32,
}

impl KdfParams {
    /// 1 GiB: more than a phone has to spare, so a keyring that asks for more was made to exhaust it.
    const MAX_M_KIB: u32 = 1024 * 1024;
    /// With the greatest memory some 20 s on a phone.
    const MAX_T: u32 = 16;
    const MAX_P: u32 = 4;
    /// The least the algorithm can do: 8 blocks a lane (RFC 9106 §3.1).
    const MIN_M_KIB_PER_LANE: u32 = 8;

    /// At least the default in memory and passes.
    ///
    /// # Errors
    /// [`TrustError::KdfOutOfRange`] below the default, or past 1 GiB, 16 passes or 4 lanes.
    pub fn new(m_kib: u32, t: u32, p: u32) -> Result<Self, TrustError> {
        let params = Self { m_kib, t, p };
        let least = Self::default();
        if m_kib < least.m_kib || t < least.t {
            return Err(TrustError::KdfOutOfRange);
        }
        params.check().map(|()| params)
    }

    /// The least work there is, so that tests are quick. It protects nothing.
    pub fn for_tests() -> Self {
        Self {
            m_kib: Self::MIN_M_KIB_PER_LANE,
            t: 1,
            p: 1,
        }
    }

    /// Memory, in KiB.
    pub fn m_kib(&self) -> u32 {
        self.m_kib
    }

    /// Passes over the memory.
    pub fn t(&self) -> u32 {
        self.t
    }

    /// Lanes.
    pub fn p(&self) -> u32 {
        self.p
    }

    /// Whether a keyring with these can be opened: the algorithm can do it, and a phone can.
    pub(crate) fn check(&self) -> Result<(), TrustError> {
        let possible = (1..=Self::MAX_P).contains(&self.p)
            && (1..=Self::MAX_T).contains(&self.t)
            && (Self::MIN_M_KIB_PER_LANE * self.p..=Self::MAX_M_KIB).contains(&self.m_kib);
        if possible {
            Ok(())
        } else {
            Err(TrustError::KdfOutOfRange)
        }
    }

    /// A 256-bit key from a passphrase.
    pub(crate) fn derive(
        &self,
        passphrase: &[u8],
        salt: &[u8; 16],
    ) -> Result<Zeroizing<[u8; 32]>, TrustError> {
        self.check()?;
        let params = Params::new(self.m_kib, self.t, self.p, Some(32))
            .map_err(|_| TrustError::KdfOutOfRange)?;
        let mut key = Zeroizing::new([0; 32]);
        run(
            &Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            passphrase,
            salt,
            &mut *key,
        )?;
        Ok(key)
    }
}

impl Default for KdfParams {
    /// 64 MiB, 3 passes, 1 lane: RFC 9106 §4's second choice, with one lane since a phone at work has no four cores to spare.
    fn default() -> Self {
        Self {
            m_kib: 64 * 1024,
            t: 3,
            p: 1,
        }
    }
}

/// Runs it in memory of our own: a phone that has too little says so instead of dying, and the memory is wiped afterwards.
fn run(
    argon2: &Argon2<'_>,
    passphrase: &[u8],
    salt: &[u8],
    key: &mut [u8],
) -> Result<(), TrustError> {
    let count = argon2.params().block_count();
    let mut blocks: Vec<Block> = Vec::new();
    blocks
        .try_reserve_exact(count)
        .map_err(|_| TrustError::OutOfMemory)?;
    blocks.resize(count, Block::default());
    let done = argon2.hash_password_into_with_memory(passphrase, salt, key, &mut blocks);
    blocks.iter_mut().for_each(Zeroize::zeroize);
    done.map_err(|_| TrustError::KdfOutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9106 §5.3, with its secret and associated data, which no keyring has.
    #[test]
    fn rfc_9106_vector() {
        let mut params = argon2::ParamsBuilder::new();
        params.m_cost(32).t_cost(3).p_cost(4).output_len(32);
        params.data(argon2::AssociatedData::new(&[4; 12]).unwrap());
        let params = params.build().unwrap();
        let argon2 =
            Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut key = [0; 32];
        run(&argon2, &[1; 32], &[2; 16], &mut key).unwrap();
        assert_eq!(
            key,
            [
                0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b,
                0x53, 0xc9, 0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9,
                0x6b, 0x01, 0xe6, 0x59,
            ]
        );
    }

    #[test]
    fn parameters_hold_at_their_limits_and_not_one_past_them() {
        for (m, t, p) in [(65_536, 3, 1), (1_048_576, 16, 4), (65_536, 3, 4)] {
            assert!(KdfParams::new(m, t, p).is_ok(), "{m} {t} {p}");
        }
        for (m, t, p) in [
            (65_535, 3, 1),
            (65_536, 2, 1),
            (1_048_577, 3, 1),
            (65_536, 17, 1),
            (65_536, 3, 5),
            (65_536, 3, 0),
            (u32::MAX, u32::MAX, u32::MAX),
        ] {
            assert_eq!(
                KdfParams::new(m, t, p),
                Err(TrustError::KdfOutOfRange),
                "{m} {t} {p}"
            );
        }
    }
}
