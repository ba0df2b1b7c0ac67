use crate::AuthorityId;

/// The start of every context: the protocol and its version.
pub(crate) const PREFIX: &[u8] = b"nuong/1 ";

/// What a signature, a sealed text or a derived key is for: `nuong/1 <purpose>`, a zero byte, and the authority's id.
///
/// A value made for one purpose, protocol version or authority is refused for every other. What else must hold (a unit, a
/// device, an epoch) is appended by the caller; since all that follows the purpose is of fixed length or comes last, two
/// different contexts are never the same bytes. `purpose` must have no zero byte.
pub fn context(purpose: &str, authority: &AuthorityId) -> Vec<u8> {
    debug_assert!(!purpose.bytes().any(|byte| byte == 0));
    let mut context = PREFIX.to_vec();
    context.extend_from_slice(purpose.as_bytes());
    context.push(0);
    context.extend_from_slice(authority.as_bytes());
    context
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_names_protocol_purpose_and_authority() {
        let id = AuthorityId::new(*b"0123456789abcdef");
        assert_eq!(
            context("parcel", &id),
            b"nuong/1 parcel\x000123456789abcdef"
        );
    }
}
