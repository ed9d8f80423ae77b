//! The secret of a mailed link: knowing it proves access to the mailbox. The database stores only its hash, so that reading the
//! database does not reveal it.

use std::fmt;

use sha2::{Digest, Sha256};

/// 128 random bits, in 32 hexadecimal digits: short enough for a line of a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken([u8; 16]);

impl LinkToken {
    pub fn fresh() -> Self {
        Self(rand::random())
    }

    /// `None` when it cannot be a token.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 32 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|bits| Self(bits.to_be_bytes()))
    }

    /// The hash for the database. The token is random, so it needs no salt and no expensive hash.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// The text in the link.
    pub fn to_text(&self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_token_parses_back_and_is_hidden_in_debug_output() {
        let token = LinkToken::fresh();
        assert_eq!(LinkToken::parse(&token.to_text()), Some(token.clone()));
        assert_eq!(LinkToken([0; 16]).to_text().len(), 32);
        assert!(!format!("{token:?}").contains(&token.to_text()[..8]));
        assert_ne!(token.hash(), LinkToken::fresh().hash());
        for wrong in
            ["", "00", &token.to_text()[1..], &"g".repeat(32), &"é".repeat(16), "+1234567890123456789012345678901"]
        {
            assert_eq!(LinkToken::parse(wrong), None, "{wrong:?}");
        }
    }
}
