//! A disk that a test can fill.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
};

use super::program::report_skipped;

/// A file system in memory; dropping this unmounts it.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where the test may not mount, which is reported.
    pub fn of(megabytes: u32) -> Option<Self> {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m,mode=755"), "lyceum-test"]).arg(dir.path());
        if !mount.output().is_ok_and(|output| output.status.success()) {
            report_skipped("a file system can be mounted by root alone, and not in every container");
            return None;
        }
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).expect("the test owns it");
        Some(Self(dir))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn grow(&self, megabytes: u32) {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,size={megabytes}m")]).arg(self.path());
        assert!(mount.status().is_ok_and(|status| status.success()));
    }

    /// Fills the disk to the last byte, with a file that [`SmallDisk::clear`] removes.
    pub fn fill(&self) {
        let mut file = File::create(self.path().join("filler")).expect("there is room for a name");
        let zeros = vec![0; 1 << 20];
        while file.write_all(&zeros).is_ok() {}
        while file.write_all(&[0]).is_ok() {}
    }

    pub fn clear(&self) {
        fs::remove_file(self.path().join("filler")).expect("it is full");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}
