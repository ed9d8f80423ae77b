//! A part of an offer that comes later (RFC 8840).

use super::{Broken, Ours, candidates};

/// Of which ICE session a client speaks. Its candidates say nothing to a server that never asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The client's name in it.
    pub user: String,
}

impl Fragment {
    /// # Errors
    /// [`Broken`] when it does not say what RFC 8839 (5.4) demands.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if !lines.clone().all(|line| line.as_bytes().get(1) == Some(&b'=')) {
            return Err(Broken);
        }
        let value = |name| lines.clone().find_map(|line| line.strip_prefix(name));
        let (user, password) = (value("a=ice-ufrag:").ok_or(Broken)?, value("a=ice-pwd:").ok_or(Broken)?);
        let fits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        };
        let fine = fits(user, 4..=256) && fits(password, 22..=256);
        if fine { Ok(Self { user: user.to_owned() }) } else { Err(Broken) }
    }

    /// What a client needs to know of us in a new ICE session. The section is the one that it named `mid`.
    pub fn ours(ours: &Ours, mid: &str) -> String {
        let mut out = format!(
            "a=ice-lite\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:{mid}\r\n",
            ours.user, ours.password
        );
        candidates(ours.candidates, &mut out);
        out
    }
}
