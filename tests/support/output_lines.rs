//! The output of a program, line by line. A thread of its own reads it, so that waiting for a line has a deadline.

use std::{
    io::{BufRead, BufReader, Read},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

pub struct Lines(Receiver<String>);

impl Lines {
    pub fn of(output: impl Read + Send + 'static) -> Self {
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self(told)
    }

    /// The next line.
    ///
    /// # Panics
    /// If the program ends before, or prints nothing for this long.
    #[track_caller]
    pub fn next(&self, what: &str, patience: Duration) -> String {
        self.0.recv_timeout(patience).unwrap_or_else(|error| panic!("{what}: {error}, within {patience:?}"))
    }
}
