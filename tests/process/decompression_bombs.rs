//! Small files that would be huge when unpacked, uploaded to the real program during a lesson: each is refused with a sentence or
//! accepted for its visible content, and none makes the server use much memory.

use futures_util::future::join_all;
use nix::unistd::Pid;
use serde_json::{Value, json};

use super::lesson::Running;
use crate::support::{
    client::Client,
    decompression_bombs::{self, BLACK_OR_WHITE, CLEAR, CLEAR_AND_DEEP},
    files::file,
    http::client,
    program::{Data, report_skipped},
};

const MEGA: u64 = 1_000_000;

/// The memory that the largest accepted images may need, one at a time: 320 MB for the unpacked pixels, and the rest for data
/// besides them, such as the coefficients of a progressive photo.
const LARGEST: u64 = 600 * MEGA;
/// The memory for a file that is refused by its beginning, or that has little visible content.
const LITTLE: u64 = 64 * MEGA;

/// The peak memory of a process since it was last reset.
struct Peak(Pid);

impl Peak {
    /// One line of the process's status (proc_pid_status(5)), in bytes.
    fn says(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0)).expect("it runs");
        let said = status.lines().find_map(|said| said.strip_prefix(line)?.strip_prefix(':')).expect("it says so");
        said.trim().strip_suffix(" kB").and_then(|number| number.parse::<u64>().ok()).expect("a number") * 1024
    }

    /// Resets the peak, and returns the current memory. `None` where the kernel does not permit the reset
    /// (proc_pid_clear_refs(5)).
    fn forget(&self) -> Option<u64> {
        std::fs::write(format!("/proc/{}/clear_refs", self.0), "5").ok()?;
        Some(self.says("VmRSS"))
    }

    fn since(&self, before: u64) -> u64 {
        self.says("VmHWM").saturating_sub(before)
    }
}

/// Uploads a file; returns the status and the code of the refusal.
async fn upload(running: &Running, name: &str, bytes: &[u8]) -> (u16, String) {
    let request = client().post(format!("{}/upload", running.url)).bearer_auth(&running.token);
    let answer = file(request, name, bytes).send().await.expect("the server answers");
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.expect("JSON");
    (status, body["error"]["code"].as_str().unwrap_or_default().to_owned())
}

#[actix_web::test]
async fn decompression_bombs_are_refused_or_scaled_down_in_bounded_memory() {
    let data = Data::prepared();
    let (running, _teacher) = Running::begin(&data).await;
    let peak = Peak(running.server.pid());
    if peak.forget().is_none() {
        return report_skipped("this kernel does not tell how much memory a process has had at most");
    }
    let huge = 256 * MEGA;
    for (name, bytes, told, most) in [
        // Valid images with 50 MB and with 1.6 billion pixels.
        ("wide.png", decompression_bombs::png(20_000, 20_000, BLACK_OR_WHITE), (413, "picture_too_large"), LITTLE),
        ("wider.png", decompression_bombs::png(40_000, 40_000, BLACK_OR_WHITE), (413, "picture_too_large"), LITTLE),
        ("deep.png", decompression_bombs::png(7_000, 7_000, CLEAR_AND_DEEP), (413, "picture_too_large"), LITTLE),
        ("profile.png", decompression_bombs::with_profile(huge), (201, ""), LITTLE),
        ("words.png", decompression_bombs::with_words(huge), (201, ""), LITTLE),
        ("overfull.png", decompression_bombs::overfull(huge), (201, ""), LITTLE),
        ("photo.png", decompression_bombs::archive(256_000_000), (415, "file_kind_bad"), LITTLE),
        ("slides.pdf", decompression_bombs::archive(256_000_000), (415, "file_kind_bad"), LITTLE),
        ("slides.pdf", decompression_bombs::gzip(huge), (415, "file_kind_bad"), LITTLE),
        ("photo.jpg", decompression_bombs::progressive(20_000, 20_000), (413, "picture_too_large"), LITTLE),
        // The largest that is accepted.
        ("clear.png", decompression_bombs::png(8_192, 6_144, CLEAR), (201, ""), LARGEST),
        ("fine.jpg", decompression_bombs::progressive(8_192, 6_144), (201, ""), LARGEST),
    ] {
        assert!(bytes.len() < 400_000, "{name} is small: {}", bytes.len());
        let before = peak.forget().expect("as before");
        let (status, code) = upload(&running, name, &bytes).await;
        let grown = peak.since(before);
        println!("{name}: {} bytes, {status} {code}, {} MB", bytes.len(), grown / MEGA);
        assert_eq!((status, code.as_str()), told, "{name}");
        assert!(grown < most, "{name} took {} MB", grown / MEGA);
    }

    // Several at once wait for each other.
    let clear = decompression_bombs::png(8_192, 6_144, CLEAR);
    let before = peak.forget().expect("as before");
    let brought = join_all((0..3).map(|_| upload(&running, "clear.png", &clear))).await;
    let grown = peak.since(before);
    assert!(brought.iter().all(|(status, _)| *status == 201), "{brought:?}");
    assert!(grown < LARGEST, "three at once took {} MB", grown / MEGA);

    // A compressed body is not unpacked.
    let before = peak.forget().expect("as before");
    let request = client().post(format!("{}/experiences", running.url)).bearer_auth(&running.token);
    let packed = request.header("content-type", "application/json").header("content-encoding", "gzip");
    let answer = packed.body(decompression_bombs::gzip(30 * MEGA)).send().await.expect("the server answers");
    assert_eq!(answer.status().as_u16(), 400);
    assert!(peak.since(before) < LITTLE, "{}", peak.since(before));

    let (mut student, _) = Client::guest(&running.url, &running.code, "Maria").await;
    student.ask("on.message", json!({"message": "Still here"})).await.expect("the lesson has gone on");
    running.server.stop();
}
