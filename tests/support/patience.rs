//! Trying until a limit is met.

/// The answer to the first attempt that is `refused`. What may be had only so often comes back with time: on a slow
/// machine a fixed number of attempts never meets the limit, and so there are as many as it takes, up to a thousand.
///
/// # Panics
/// When none is refused.
pub async fn until_refused<T, Attempt: Future<Output = T>>(
    mut attempt: impl FnMut() -> Attempt,
    refused: impl Fn(&T) -> bool,
) -> T {
    for _ in 0..1000 {
        let answer = attempt().await;
        if refused(&answer) {
            return answer;
        }
    }
    panic!("a thousand attempts, and none was refused")
}
