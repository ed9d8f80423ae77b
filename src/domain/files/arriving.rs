//! How many files one person may bring at the same time. Each is measured against the quota before it is taken in, and once
//! more when it is written down: without a bound many at once would fill the disk in between, and hold up what others bring.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{error::Refusal, ids::PersonId};

/// A browser brings one after another; some have more windows than one.
const MOST: usize = 3;

/// Who brings how many files just now.
#[derive(Default)]
pub struct Arriving(Mutex<HashMap<PersonId, usize>>);

/// One that may be brought; when it is dropped, another may.
pub struct Place<'a> {
    all: &'a Arriving,
    whose: PersonId,
}

impl Arriving {
    /// # Errors
    /// [`Refusal::Busy`] when so many come already.
    pub fn place(&self, whose: PersonId) -> Result<Place<'_>, Refusal> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = all.entry(whose).or_default();
        if *theirs == MOST {
            return Err(Refusal::Busy);
        }
        *theirs += 1;
        Ok(Place { all: self, whose })
    }
}

impl Drop for Place<'_> {
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
    fn one_person_brings_a_few_at_once_and_is_in_nobodys_way() {
        let (maria, ben) = (PersonId::fresh(), PersonId::fresh());
        let arriving = Arriving::default();
        let mut places: Vec<_> = (0..MOST).map(|_| arriving.place(maria).expect("a place")).collect();
        assert_eq!(arriving.place(maria).err(), Some(Refusal::Busy));
        assert!(arriving.place(ben).is_ok());
        places.pop();
        let last = arriving.place(maria).expect("one has been brought");
        drop((places, last));
        assert!(arriving.0.lock().expect("nobody panicked").is_empty(), "nothing stays");
    }
}
