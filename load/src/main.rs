//! The load generator of Lyceum: an independent client that shares no code with the server.

mod arrival;
mod audio;
mod bare_forwarder;
mod board;
mod connection;
mod crash;
mod crowd;
mod http;
mod listener;
mod lookup;
mod lyceum;
mod packet_cost;
mod person;
mod pose;
mod process;
mod protocol;
mod report;
mod run;
mod socketio;
mod stamp;
mod tally;
mod walk;

use std::process::ExitCode;

use clap::Parser;

/// Fills a lesson with people, and measures what that costs the server.
#[derive(Parser)]
#[command(name = "lyceum-load", version)]
enum Command {
    /// People who walk about and write, all at once
    Pose(pose::Pose),
    /// People who join and sit still: the memory of a connection
    Idle(pose::Idle),
    /// As many look-ups of the join code as the server answers
    Lookup(lookup::Lookup),
    /// People who speak and people who listen
    Audio(audio::Audio),
    /// People who send video and people who watch them
    Video(audio::Video),
    /// kill -9 of the server in mid-lesson, and how everyone comes back
    Crash(crash::Crash),
    /// People who draw on a whiteboard, and people who watch; or a teacher who turns slides and points
    Board(board::Board),
}

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Pose(pose) => pose.run(),
        Command::Idle(idle) => idle.run(),
        Command::Lookup(lookup) => lookup.run(),
        Command::Audio(audio) => audio.run(),
        Command::Video(video) => video.run(),
        Command::Crash(crash) => crash.run(),
        Command::Board(board) => board.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("lyceum-load: {reason}");
            ExitCode::FAILURE
        }
    }
}
