//! One run: starts the people on a few threads, tells them what to do, and adds up their tallies.

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::{
    runtime,
    sync::{Semaphore, watch},
    task::LocalSet,
};

use crate::{
    connection::Address,
    crowd::{Crowd, Phase},
    person::Person,
    protocol::Protocol,
    stamp::Epoch,
    tally::Tally,
};

pub struct Plan {
    pub address: Address,
    pub protocol: Protocol,
    pub code: String,
    pub people: usize,
    pub hz: f64,
    pub line_every: Duration,
    pub comes_back: bool,
    pub at_a_time: usize,
    pub threads: usize,
}

/// A running crowd, and the means to control it.
pub struct Run {
    pub crowd: Arc<Crowd>,
    phase: watch::Sender<Phase>,
    threads: Vec<JoinHandle<Tally>>,
}

impl Run {
    /// Starts everyone, and returns when each person has joined or was turned away.
    pub fn start(plan: Plan) -> Self {
        let (phase, receiver) = watch::channel(Phase::Still);
        let crowd = Arc::new(Crowd {
            address: plan.address,
            protocol: plan.protocol,
            code: plan.code,
            people: plan.people,
            pose_every: Duration::from_secs_f64(1.0 / plan.hz),
            line_every: plan.line_every,
            comes_back: plan.comes_back,
            epoch: Epoch::now(),
            phase: receiver,
            gate: Semaphore::new(plan.at_a_time),
            measuring: AtomicBool::new(false),
            seats: (0..=usize::from(u16::MAX)).map(|_| AtomicBool::new(false)).collect(),
            answered: AtomicUsize::new(0),
            present: AtomicUsize::new(0),
            misplaced: AtomicUsize::new(0),
        });
        let threads = plan.threads.clamp(1, plan.people.max(1));
        let threads = (0..threads).map(|first| spawn(crowd.clone(), first, threads)).collect();
        let run = Self { crowd, phase, threads };
        while run.crowd.answered.load(Relaxed) < run.crowd.people {
            thread::sleep(Duration::from_millis(5));
        }
        run
    }

    pub fn tell(&self, phase: Phase) {
        self.phase.send_replace(phase);
    }

    pub fn measure(&self, on: bool) {
        self.crowd.measuring.store(on, Relaxed);
    }

    pub fn present(&self) -> usize {
        self.crowd.present.load(Relaxed)
    }

    /// Makes everyone leave, and adds up their tallies.
    pub fn finish(self) -> Tally {
        self.tell(Phase::Over);
        let mut sum = Tally::default();
        for thread in self.threads {
            sum.add(thread.join().expect("a thread of people does not panic"));
        }
        sum
    }
}

/// A thread with every `step`th person from `first` on.
fn spawn(crowd: Arc<Crowd>, first: usize, step: usize) -> JoinHandle<Tally> {
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        let tally = Rc::new(RefCell::new(Tally::default()));
        let people = LocalSet::new();
        for index in (first..crowd.people).step_by(step) {
            people.spawn_local(Person::new(crowd.clone(), tally.clone(), index).attend());
        }
        runtime.block_on(people);
        tally.take()
    })
}
