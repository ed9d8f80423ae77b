//! `lyceum admin create` creates an administrator's account, for an operator with access to the server.

use std::io::{BufRead, IsTerminal, Write, stderr, stdin};

use nix::sys::{
    signal::{SigSet, Signal, raise},
    termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr},
};

use super::{ExitError, storage::Storage};
use crate::{
    access::Role,
    config::AdminCreate,
    domain::accounts::{self, NewAccount},
    error::Failure,
};

/// Letters and digits that do not look alike.
const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ";

pub(super) fn create(create: &AdminCreate) -> Result<(), ExitError> {
    let password = if create.random_password {
        random_password()
    } else if let Some(password) = &create.password {
        password.0.clone()
    } else {
        prompt().map_err(|error| ExitError::Failed(format!("no password could be read: {error}")))?
    };
    let account = NewAccount {
        username: create.username.clone(),
        email: create.email.clone(),
        name: create.name.clone().unwrap_or_else(|| create.username.clone()),
        password: password.clone(),
        role: Role::Administrator,
        confirmed: true,
        time_zone: chrono_tz::UTC,
    };
    let storage = Storage::join(&create.store)?;
    let making = accounts::create(&storage.pool, create.accounts.bcrypt_cost, account);
    let made = actix_web::rt::System::new().block_on(making);
    storage.close();
    made.map_err(|failure| match failure {
        Failure::Refused(refusal) => ExitError::Wrong(refusal.to_string()),
        Failure::Fault(fault) => fault.into(),
    })?;
    println!("The administrator {} can sign in now.", create.username);
    if create.random_password {
        println!("Password: {password}");
    }
    Ok(())
}

/// 24 letters of 54: 138 bits.
fn random_password() -> String {
    (0..24).map(|_| char::from(LETTERS[rand::random_range(0..LETTERS.len())])).collect()
}

/// Reads a line from standard input. On a terminal it prompts, and does not echo the answer.
fn prompt() -> std::io::Result<String> {
    let mut line = String::new();
    if !stdin().is_terminal() {
        stdin().lock().read_line(&mut line)?;
    } else {
        let before = tcgetattr(stdin())?;
        let ends = restore_terminal_on_signals(before.clone())?;
        let mut silent = before.clone();
        silent.local_flags.remove(LocalFlags::ECHO);
        tcsetattr(stdin(), SetArg::TCSAFLUSH, &silent)?;
        eprint!("Password: ");
        let _ = stderr().flush();
        let read = stdin().lock().read_line(&mut line);
        tcsetattr(stdin(), SetArg::TCSADRAIN, &before)?;
        eprintln!();
        ends.thread_unblock()?;
        read?;
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Restores the terminal before a signal from the operator ends the program: without this, the terminal would not echo any more
/// after Ctrl-C. The signals are blocked in this thread and in threads that it starts.
fn restore_terminal_on_signals(before: Termios) -> std::io::Result<SigSet> {
    let ends: SigSet = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP, Signal::SIGQUIT].into_iter().collect();
    ends.thread_block()?;
    std::thread::spawn(move || {
        let Ok(signal) = ends.wait() else { return };
        let _ = tcsetattr(stdin(), SetArg::TCSANOW, &before);
        eprintln!();
        // Then the program ends by that signal, as any program does; also if it was started with the signal ignored, as shells do
        // in the background, because here someone at the terminal has sent it.
        let _ = ends.thread_unblock().and_then(|()| raise(signal));
        std::process::exit(128 + signal as i32);
    });
    Ok(ends)
}
