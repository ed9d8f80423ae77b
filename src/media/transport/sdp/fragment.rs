//! An SDP fragment, which follows an offer (RFC 8840).

use super::{Broken, IceCredentials, LocalParameters, candidates};

/// A client's fragment: which ICE session it belongs to. Its candidates do not matter to a server that only answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SdpFragment {
    pub ice: IceCredentials,
}

impl SdpFragment {
    /// # Errors
    /// [`Broken`] when it does not say what RFC 8839 (5.4) demands.
    pub fn read(text: &str) -> Result<Self, Broken> {
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if !lines.clone().all(|line| line.as_bytes().get(1) == Some(&b'=')) {
            return Err(Broken);
        }
        let value = |name| lines.clone().find_map(|line| line.strip_prefix(name));
        let (ufrag, password) = (value("a=ice-ufrag:").ok_or(Broken)?, value("a=ice-pwd:").ok_or(Broken)?);
        let fits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        };
        let fine = fits(ufrag, 4..=256) && fits(password, 22..=256);
        let ice = IceCredentials { ufrag: ufrag.to_owned(), password: password.to_owned() };
        if fine { Ok(Self { ice }) } else { Err(Broken) }
    }

    /// The fragment that tells a client our side of a new ICE session. `mid` is the client's name of the section.
    pub fn local(local: &LocalParameters, mid: &str) -> String {
        let mut out = format!(
            "a=ice-lite\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:{mid}\r\n",
            local.ufrag, local.password
        );
        candidates(local.candidates, &mut out);
        out
    }
}
