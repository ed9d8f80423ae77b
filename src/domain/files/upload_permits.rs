//! Limits how many files one person may upload at the same time. Each is checked against the quota before it is received, and
//! again when its row is inserted: without this limit many at once would fill the disk in between, and block the uploads of
//! others.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{error::Refusal, ids::PersonId};

/// A browser uploads one file after another; some people have more than one window.
const MOST: usize = 3;

/// The number of uploads under way, by person.
#[derive(Default)]
pub struct UploadPermits(Mutex<HashMap<PersonId, usize>>);

/// The permission for one upload. Dropping it permits another.
pub struct UploadPermit<'a> {
    all: &'a UploadPermits,
    whose: PersonId,
}

impl UploadPermits {
    /// # Errors
    /// [`Refusal::Busy`] when the person has as many uploads under way as allowed.
    pub fn place(&self, whose: PersonId) -> Result<UploadPermit<'_>, Refusal> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = all.entry(whose).or_default();
        if *theirs == MOST {
            return Err(Refusal::Busy);
        }
        *theirs += 1;
        Ok(UploadPermit { all: self, whose })
    }
}

impl Drop for UploadPermit<'_> {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(theirs) = all.get_mut(&self.whose) {
            *theirs -= 1;
            if *theirs == 0 {
                all.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concurrent_uploads_are_limited_per_person() {
        let (maria, ben) = (PersonId::fresh(), PersonId::fresh());
        let arriving = UploadPermits::default();
        let mut places: Vec<_> = (0..MOST).map(|_| arriving.place(maria).expect("an upload is permitted")).collect();
        assert_eq!(arriving.place(maria).err(), Some(Refusal::Busy));
        assert!(arriving.place(ben).is_ok());
        places.pop();
        let last = arriving.place(maria).expect("one upload is done");
        drop((places, last));
        assert!(arriving.0.lock().expect("the lock is not poisoned").is_empty(), "the map is empty again");
    }
}
