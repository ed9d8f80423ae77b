//! The load generator of Lyceum: a client of another make, which knows the server only by its wire.

mod arrival;
mod audio;
mod bare;
mod crash;
mod crowd;
mod dialect;
mod door;
mod floor;
mod http;
mod listener;
mod lookup;
mod lyceum;
mod person;
mod pose;
mod process;
mod report;
mod run;
mod socketio;
mod stamp;
mod tally;
mod walk;

use std::process::ExitCode;

use clap::Parser;

/// Fills a lesson with people, and tells what that costs the server.
#[derive(Parser)]
#[command(name = "lyceum-load", version)]
enum Command {
    /// People who walk about and write, all of them at once
    Pose(pose::Pose),
    /// People who come in and sit still: the memory of a connection
    Idle(pose::Idle),
    /// Look-ups of the join code, as many as the server gives
    Lookup(lookup::Lookup),
    /// People who speak and people who listen
    Audio(audio::Audio),
    /// kill -9 of the server in mid-lesson, and everyone's way back
    Crash(crash::Crash),
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Pose(pose) => pose.run(),
        Command::Idle(idle) => idle.run(),
        Command::Lookup(lookup) => lookup.run(),
        Command::Audio(audio) => audio.run(),
        Command::Crash(crash) => crash.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("lyceum-load: {reason}");
            ExitCode::FAILURE
        }
    }
}
