//! The votes of an anonymous poll: who has voted, and the answers, without what would join the two.
//!
//! The voter's client makes a random receipt, and an answer stands under the receipt's hash. A vote changes the answer under its
//! receipt: so nobody but the voter can find it, neither in this room nor in the database, and still nobody has two votes. A voter
//! who has lost the receipt cannot change the vote.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::{
    error::Refusal,
    ids::{ParticipantId, PollId},
    protocol::poll::Answer,
};

/// The lengths of a receipt: 22 letters of base64url are 128 bits.
const RECEIPT: std::ops::RangeInclusive<usize> = 22..=64;
/// How many bytes of the hash are kept.
const HASH: usize = 16;

#[derive(Debug, Default)]
pub struct Ballots {
    voters: BTreeSet<ParticipantId>,
    /// By the hashes of their receipts: their order tells nothing.
    answers: BTreeMap<String, Answer>,
    /// Those whose vote waits for the journal: under which hash, and how many do.
    waiting: BTreeMap<ParticipantId, (String, u32)>,
}

impl Ballots {
    pub fn restore(voters: Vec<ParticipantId>, answers: BTreeMap<String, Answer>) -> Self {
        Self { voters: voters.into_iter().collect(), answers, waiting: BTreeMap::new() }
    }

    pub fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.answers.values()
    }

    pub fn has_voted(&self, who: ParticipantId) -> bool {
        self.voters.contains(&who)
    }

    /// Notes that a vote waits for the journal.
    ///
    /// # Errors
    /// [`Refusal::VoteSealed`] for one who has voted under another receipt, or comes with that of another.
    pub fn expect(&mut self, who: ParticipantId, receipt: &str) -> Result<(), Refusal> {
        let taken = self.answers.contains_key(receipt)
            || self.waiting.iter().any(|(other, (waiting, _))| *other != who && waiting == receipt);
        let voted = self.has_voted(who);
        match self.waiting.get_mut(&who) {
            Some((waiting, count)) if waiting == receipt => *count += 1,
            None if voted == taken => drop(self.waiting.insert(who, (receipt.to_owned(), 1))),
            Some(_) | None => return Err(Refusal::VoteSealed),
        }
        Ok(())
    }

    /// A vote no longer waits for the journal.
    pub fn arrived(&mut self, who: ParticipantId) {
        if let Some((_, count)) = self.waiting.get_mut(&who) {
            *count -= 1;
            if *count == 0 {
                self.waiting.remove(&who);
            }
        }
    }

    pub fn cast(&mut self, who: ParticipantId, receipt: String, answer: Answer) {
        self.voters.insert(who);
        self.answers.insert(receipt, answer);
    }

    pub fn forget_voters(&mut self) {
        self.voters.clear();
    }
}

/// The hash under which an answer is kept. The poll is in it, so that one receipt in two polls leads from neither to the other.
///
/// # Errors
/// [`Refusal::DataBad`] for what is no receipt.
pub fn hash(poll: PollId, receipt: &str) -> Result<String, Refusal> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !RECEIPT.contains(&receipt.len()) || !receipt.bytes().all(is_letter) {
        return Err(Refusal::DataBad);
    }
    let hash = Sha256::new().chain_update(poll.as_uuid().as_bytes()).chain_update(receipt).finalize();
    Ok(hash.iter().take(HASH).map(|byte| format!("{byte:02x}")).collect())
}
