//! The user that PostgreSQL runs as: our own or, because it refuses to run as root, one without privileges.

use std::{
    io,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use nix::{
    sys::{prctl, signal::Signal},
    unistd::{Gid, Uid, User, chown, geteuid, getpid, getppid},
};

use super::EmbeddedError;

pub(super) struct Owner {
    pub uid: Uid,
    pub gid: Gid,
    /// The users who may connect: PostgreSQL's own, and the server's.
    pub names: Vec<String>,
}

impl Owner {
    /// The owner of an existing cluster; without one, and if we are root, `postgres` or else `nobody`.
    pub fn of(cluster: &Path) -> Result<Self, EmbeddedError> {
        let me = named(geteuid())?;
        if !me.uid.is_root() {
            return Ok(Self { uid: me.uid, gid: me.gid, names: vec![me.name] });
        }
        let existing = cluster.metadata().ok().map(|cluster| Uid::from_raw(cluster.uid())).filter(|uid| !uid.is_root());
        let user = match existing {
            Some(uid) => named(uid)?,
            None => ["postgres", "nobody"]
                .into_iter()
                .find_map(|name| User::from_name(name).ok().flatten())
                .ok_or_else(|| {
                    EmbeddedError::Failed(
                        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody".into(),
                    )
                })?,
        };
        Ok(Self { uid: user.uid, gid: user.gid, names: vec![user.name, me.name] })
    }

    /// Whether PostgreSQL runs as another user than we do.
    pub fn is_other(&self) -> bool {
        self.uid != geteuid()
    }

    pub fn own(&self, path: &Path) -> io::Result<()> {
        if self.is_other() { chown(path, Some(self.uid), Some(self.gid)).map_err(io::Error::from) } else { Ok(()) }
    }

    /// A program that runs as the owner, without our environment, and gets `signal` when this thread dies.
    pub fn command(&self, program: &Path, signal: Signal) -> Command {
        let mut command = Command::new(program);
        // A process group of its own: Ctrl-C on a terminal reaches only the server, which then stops the database in order.
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").current_dir("/").process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if self.is_other() {
            command.uid(self.uid.as_raw()).gid(self.gid.as_raw());
        }
        set_parent_death_signal(&mut command, signal);
        command
    }
}

fn named(uid: Uid) -> Result<User, EmbeddedError> {
    User::from_uid(uid).ok().flatten().ok_or_else(|| {
        EmbeddedError::Failed(format!(
            "the user {uid} has no name in the password file, and PostgreSQL needs one: use --database-url"
        ))
    })
}

/// Has the kernel send `signal` to the child when the thread that starts it dies, for whatever reason.
// The closure runs between fork and exec, where only calls are allowed that are safe in a signal handler: these three are plain
// system calls and allocate nothing.
#[allow(unsafe_code)]
fn set_parent_death_signal(command: &mut Command, signal: Signal) {
    let us = getpid();
    let in_child = move || {
        prctl::set_pdeathsig(signal)?;
        // The parent may have died before the kernel was told.
        if getppid() == us { Ok(()) } else { Err(io::Error::from_raw_os_error(nix::libc::ESRCH)) }
    };
    unsafe { command.pre_exec(in_child) };
}
