//! Opens a full board as a late joiner does: its content over HTTP.

use std::time::Instant;

use serde::Serialize;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::connection::Address;

#[derive(Serialize)]
pub struct Opened {
    strokes: usize,
    bytes: usize,
    /// From the request to the last byte, three times.
    opened_after_ms: Vec<f64>,
}

/// # Errors
/// When the server refuses, or the connection breaks.
pub async fn measure(to: &Address, joined: &Value, page: u16) -> Result<Opened, String> {
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("the reply has no session and no resume token");
    let path = format!("/boards/{}/pages/{page}", text(&joined["session"]["id"])?);
    let token = text(&joined["resume"])?;
    let (mut opened_after_ms, mut body) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let began = Instant::now();
        body = fetch(to, &path, &token).await?;
        opened_after_ms.push((began.elapsed().as_secs_f64() * 10_000.0).round() / 10.0);
    }
    let content: Value = serde_json::from_slice(&body).map_err(|e| format!("not a page: {e}"))?;
    let strokes = content["elements"].as_array().map_or(0, Vec::len);
    Ok(Opened { strokes, bytes: body.len(), opened_after_ms })
}

/// The body of an answer whose end is that of the connection.
async fn fetch(to: &Address, path: &str, token: &str) -> Result<Vec<u8>, String> {
    let mut stream = to.connect().await?;
    let request = format!(
        "GET {path} HTTP/1.0\r\nHost: {}\r\nAccept: application/json\r\nAuthorization: Bearer {token}\r\n\r\n",
        to.authority
    );
    stream.write_all(request.as_bytes()).await.map_err(|e| e.to_string())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.map_err(|e| e.to_string())?;
    body_of(answer)
}

fn body_of(mut answer: Vec<u8>) -> Result<Vec<u8>, String> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or("no head")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    if head.split(' ').nth(1) != Some("200") {
        return Err(head.lines().next().unwrap_or_default().to_owned());
    }
    answer.drain(..end + 4);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_of_an_answer_is_read_and_a_refusal_is_told() {
        assert_eq!(body_of(b"HTTP/1.0 200 OK\r\na: b\r\n\r\n{}".to_vec()), Ok(b"{}".to_vec()));
        assert_eq!(body_of(b"HTTP/1.0 404 Not Found\r\n\r\n".to_vec()), Err("HTTP/1.0 404 Not Found".into()));
        assert!(body_of(b"HTTP/1.0 200 OK".to_vec()).is_err());
    }
}
