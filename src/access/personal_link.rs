//! The token of a personal link: a student's, which is printed and typed, or a teacher's for signing in. The database has only
//! its hash. A student's token is made of a seed and the server's secret, so that its sheet can be printed again
//! (docs/adr/0041).

use std::fmt;

use sha2::{Digest, Sha256};

use crate::ids::JoinCode;

/// A student's token has 59 random bits: few enough to type.
pub const STUDENT_LENGTH: usize = 12;
/// A teacher's has 109, and is not typed.
const TEACHER_LENGTH: usize = 22;

/// Letters and digits that nobody misreads, in small letters; capital ones mean the same.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalToken(String);

impl PersonalToken {
    /// A student's token, made of bytes that nobody can guess.
    pub fn of_student(random: &[u8; 32]) -> Self {
        Self::of(random.iter().take(STUDENT_LENGTH * 2).copied(), STUDENT_LENGTH)
    }

    pub fn of_teacher() -> Self {
        Self::of(rand::random::<[u8; TEACHER_LENGTH * 2]>().into_iter(), TEACHER_LENGTH)
    }

    /// Two bytes for each letter, so that all letters are equally likely but for one part in 2,000.
    fn of(bytes: impl Iterator<Item = u8>, length: usize) -> Self {
        let bytes: Vec<_> = bytes.collect();
        let letter = |pair: &[u8]| {
            let at = usize::from(u16::from_be_bytes([pair[0], pair[1]])) % JoinCode::ALPHABET.len();
            char::from(JoinCode::ALPHABET[at]).to_ascii_lowercase()
        };
        Self(bytes.chunks_exact(2).take(length).map(letter).collect())
    }

    /// Reads a token as it stands in a link, in any case. `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_letter = |byte: u8| JoinCode::ALPHABET.contains(&byte.to_ascii_uppercase());
        let fits = [STUDENT_LENGTH, TEACHER_LENGTH].contains(&text.len()) && text.bytes().all(is_letter);
        fits.then(|| Self(text.to_ascii_lowercase()))
    }

    /// The hash for the database.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }

    /// The text in the link.
    pub fn to_text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PersonalToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_parses_back_in_any_case_and_is_hidden_in_debug_output() {
        let (student, teacher) = (PersonalToken::of_student(&rand::random()), PersonalToken::of_teacher());
        for token in [&student, &teacher] {
            assert_eq!(PersonalToken::parse(&token.to_text().to_ascii_uppercase()).as_ref(), Some(token));
            assert!(!format!("{token:?}").contains(token.to_text()));
            assert!(!token.to_text().contains(['0', 'o', '1', 'i', 'l']), "{}", token.to_text());
        }
        assert_eq!((student.to_text().len(), teacher.to_text().len()), (STUDENT_LENGTH, TEACHER_LENGTH));
        for wrong in ["", "abc", "abcdefghjkm0", "abcdefghjkmé", &"a".repeat(13), "dashboard"] {
            assert_eq!(PersonalToken::parse(wrong), None, "{wrong:?}");
        }
    }
}
