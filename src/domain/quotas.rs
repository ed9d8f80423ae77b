//! How much one person may make and change, by role: the only place with these numbers. They are far above what people do, and
//! bound what one account can do to everyone else: rows, lines of the audit trail, and connections to the database that wait
//! for each other.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::rate_limits::QuotaLimiter;
use crate::{access::Role, error::Refusal, ids::PersonId};

/// The quotas of one role.
struct Quota {
    /// How many changes a person may make at once, and after which time one more.
    changes: (u32, Duration),
    /// How many lessons they may plan at once, and after which time one more.
    lessons: (u32, Duration),
}

/// A school that is set up by a program plans a year in an afternoon.
const OF_ADMINISTRATORS: Quota =
    Quota { changes: (3000, Duration::from_millis(500)), lessons: (400, Duration::from_secs(10)) };
const OF_TEACHERS: Quota = Quota { changes: (1500, Duration::from_secs(1)), lessons: (400, Duration::from_secs(10)) };
/// Students change their own profile, and accept invitations.
const OF_STUDENTS: Quota = Quota { changes: (120, Duration::from_secs(10)), lessons: (1, Duration::from_hours(1)) };

/// How many lessons that have not ended a person may have.
pub const OPEN_LESSONS: i64 = 2000;
/// How many materials a person may have.
pub const MATERIALS: i64 = 1000;
/// How often a person may sign in at once, and after which time once more. Each sign-in is a row, and a line of the trail.
const SIGN_INS: (u32, Duration) = (200, Duration::from_secs(30));
/// How many logins of a person are kept. The one that was used the longest ago ends.
pub const LOGINS: i64 = 100;

/// How many changes of one person are worked on at the same time, and how many more wait. Those that lock the person's rows
/// hold one of the ten connections to the database each.
const AT_ONCE: usize = 5;
const WAITING: usize = 50;

impl Quota {
    const fn of(role: Role) -> Self {
        match role {
            Role::Administrator => OF_ADMINISTRATORS,
            Role::Teacher => OF_TEACHERS,
            Role::Student => OF_STUDENTS,
        }
    }
}

/// The limiters of one role.
struct Limiters {
    changes: QuotaLimiter<PersonId>,
    lessons: QuotaLimiter<PersonId>,
}

impl Limiters {
    fn of(role: Role) -> Self {
        let Quota { changes, lessons } = Quota::of(role);
        let limiter = |(burst, refill)| QuotaLimiter::new(burst, refill);
        Self { changes: limiter(changes), lessons: limiter(lessons) }
    }
}

pub struct PersonLimiter {
    administrators: Limiters,
    teachers: Limiters,
    students: Limiters,
    sign_ins: QuotaLimiter<PersonId>,
    under_way: Arc<UnderWay>,
}

impl Default for PersonLimiter {
    fn default() -> Self {
        Self {
            administrators: Limiters::of(Role::Administrator),
            teachers: Limiters::of(Role::Teacher),
            students: Limiters::of(Role::Student),
            sign_ins: QuotaLimiter::new(SIGN_INS.0, SIGN_INS.1),
            under_way: Arc::default(),
        }
    }
}

impl PersonLimiter {
    fn of(&self, role: Role) -> &Limiters {
        match role {
            Role::Administrator => &self.administrators,
            Role::Teacher => &self.teachers,
            Role::Student => &self.students,
        }
    }

    /// Counts a change by this person, and waits until fewer of theirs are under way. Dropping the permit ends the change.
    ///
    /// # Errors
    /// [`Refusal::TooFast`].
    pub async fn begin_change(&self, person: PersonId, role: Role) -> Result<ChangePermit, Refusal> {
        if !self.of(role).changes.try_take(&person) {
            return Err(Refusal::TooFast);
        }
        let place = self.under_way.enter(person)?;
        let turns = Arc::clone(&place.turns);
        let turn = turns.acquire_owned().await.expect("nobody closes the semaphore");
        Ok(ChangePermit { _turn: turn, _place: place })
    }

    /// Counts a lesson that this person plans.
    ///
    /// # Errors
    /// [`Refusal::TooFast`].
    pub fn count_lesson(&self, person: PersonId, role: Role) -> Result<(), Refusal> {
        if self.of(role).lessons.try_take(&person) { Ok(()) } else { Err(Refusal::TooFast) }
    }

    /// Counts a successful sign-in.
    ///
    /// # Errors
    /// [`Refusal::TooManySignIns`].
    pub fn count_sign_in(&self, person: PersonId) -> Result<(), Refusal> {
        if self.sign_ins.try_take(&person) { Ok(()) } else { Err(Refusal::TooManySignIns) }
    }
}

/// The changes that are under way or wait, by person.
#[derive(Default)]
struct UnderWay(Mutex<HashMap<PersonId, (usize, Arc<Semaphore>)>>);

impl UnderWay {
    fn enter(self: &Arc<Self>, person: PersonId) -> Result<Place, Refusal> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, turns) = all.entry(person).or_insert_with(|| (0, Arc::new(Semaphore::new(AT_ONCE))));
        if *count == AT_ONCE + WAITING {
            return Err(Refusal::TooFast);
        }
        *count += 1;
        Ok(Place { all: Arc::clone(self), person, turns: Arc::clone(turns) })
    }
}

/// The permit for one change.
pub struct ChangePermit {
    _turn: OwnedSemaphorePermit,
    _place: Place,
}

struct Place {
    all: Arc<UnderWay>,
    person: PersonId,
    turns: Arc<Semaphore>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((count, _)) = all.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[actix_rt::test]
    async fn few_changes_of_one_person_are_worked_on_at_once() {
        let limits = PersonLimiter::default();
        let (ben, maria) = (PersonId::fresh(), PersonId::fresh());
        let begin = |person| limits.begin_change(person, Role::Teacher).boxed_local();
        let mut working: Vec<_> =
            (0..AT_ONCE).map(|_| begin(ben).now_or_never().expect("it is free").expect("a permit")).collect();
        let mut waiting: Vec<_> = (0..WAITING).map(|_| begin(ben)).collect();
        assert!(waiting.iter_mut().all(|change| change.now_or_never().is_none()));
        assert_eq!(begin(ben).now_or_never().map(|turn| turn.err()), Some(Some(Refusal::TooFast)));
        assert!(begin(maria).now_or_never().is_some_and(|turn| turn.is_ok()), "others do not wait for him");
        working.pop();
        assert!(waiting[0].as_mut().now_or_never().is_some());
        drop((working, waiting));
        assert!(limits.under_way.0.lock().expect("the lock is not poisoned").is_empty());
    }

    #[actix_rt::test]
    async fn what_one_person_makes_is_bounded_by_their_role() {
        let limits = PersonLimiter::default();
        let mut made = Vec::new();
        for role in [Role::Student, Role::Teacher, Role::Administrator] {
            let person = PersonId::fresh();
            let mut changes = 0;
            for _ in 0..5000 {
                changes += usize::from(limits.begin_change(person, role).await.is_ok());
            }
            made.push(changes);
        }
        assert!(made[0] >= 120 && made[0] < 200, "a student: {made:?}");
        assert!(made[1] >= 1500 && made[1] < 2000, "a teacher: {made:?}");
        assert!(made[2] >= 3000 && made[2] < 4000, "an administrator: {made:?}");
        let ben = PersonId::fresh();
        let lessons = (0..2000).filter(|_| limits.count_lesson(ben, Role::Teacher).is_ok()).count();
        assert!((400..500).contains(&lessons), "{lessons}");
        let sign_ins = (0..2000).filter(|_| limits.count_sign_in(ben).is_ok()).count();
        assert!((200..250).contains(&sign_ins), "{sign_ins}");
    }
}
