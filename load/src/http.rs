//! A small, correct reader of HTTP/1.1 responses on a connection that stays open: with Content-Length or in chunks, since a
//! server is free to choose.

use tokio::io::{AsyncRead, AsyncReadExt};

/// Reads responses one after the other, including several that arrive together.
pub struct Responses<R> {
    from: R,
    buffer: Vec<u8>,
    /// Where the unread bytes start.
    at: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Head {
    pub status: u16,
    body: Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Length(usize),
    Chunks,
}

const HEAD_LIMIT: usize = 16 * 1024;
const BODY_LIMIT: usize = 1 << 20;

/// The head and its length in bytes, or `None` when it is incomplete.
fn parse_head(bytes: &[u8]) -> Result<Option<(Head, usize)>, String> {
    let mut headers = [httparse::EMPTY_HEADER; 48];
    let mut response = httparse::Response::new(&mut headers);
    let length = match response.parse(bytes).map_err(|e| format!("not HTTP: {e}"))? {
        httparse::Status::Complete(length) => length,
        httparse::Status::Partial if bytes.len() > HEAD_LIMIT => return Err("a head without end".into()),
        httparse::Status::Partial => return Ok(None),
    };
    let status = response.code.ok_or("a response without a status")?;
    let mut body = None;
    for header in response.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            let length = str::from_utf8(header.value).ok().and_then(|value| value.parse().ok());
            body = Some(Body::Length(length.filter(|l| *l <= BODY_LIMIT).ok_or("a bad content-length")?));
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") && header.value.eq_ignore_ascii_case(b"chunked")
        {
            body = Some(Body::Chunks);
        }
    }
    match body.or(matches!(status, 204 | 304).then_some(Body::Length(0))) {
        Some(body) => Ok(Some((Head { status, body }, length))),
        None => Err("a body without a length".into()),
    }
}

impl<R: AsyncRead + Unpin> Responses<R> {
    pub fn new(from: R) -> Self {
        Self { from, buffer: Vec::with_capacity(8 * 1024), at: 0 }
    }

    pub fn stream(&mut self) -> &mut R {
        &mut self.from
    }

    async fn more(&mut self) -> Result<(), String> {
        if self.at > 0 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        match self.from.read_buf(&mut self.buffer).await {
            Ok(0) => Err("the connection was closed".into()),
            Ok(_) => Ok(()),
            Err(error) => Err(format!("broken: {}", error.kind())),
        }
    }

    /// The status of the next response; `body` receives its body.
    ///
    /// # Errors
    /// When the connection ends, or the response is not HTTP.
    pub async fn next(&mut self, body: &mut Vec<u8>) -> Result<u16, String> {
        body.clear();
        let head = loop {
            if let Some((head, length)) = parse_head(&self.buffer[self.at..])? {
                self.at += length;
                break head;
            }
            self.more().await?;
        };
        match head.body {
            Body::Length(length) => self.take(length, body).await?,
            Body::Chunks => loop {
                let line = self.line().await?;
                let size = line.split(';').next().and_then(|size| usize::from_str_radix(size.trim(), 16).ok());
                match size.filter(|size| *size <= BODY_LIMIT && body.len() + *size <= BODY_LIMIT) {
                    Some(0) => {
                        while !self.line().await?.is_empty() {}
                        break;
                    }
                    Some(size) => {
                        self.take(size, body).await?;
                        self.line().await?;
                    }
                    None => return Err("a bad chunk".into()),
                }
            },
        }
        Ok(head.status)
    }

    async fn take(&mut self, length: usize, body: &mut Vec<u8>) -> Result<(), String> {
        while self.buffer.len() - self.at < length {
            self.more().await?;
        }
        body.extend_from_slice(&self.buffer[self.at..self.at + length]);
        self.at += length;
        Ok(())
    }

    async fn line(&mut self) -> Result<String, String> {
        loop {
            let rest = &self.buffer[self.at..];
            if let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
                let line = String::from_utf8_lossy(&rest[..end]).into_owned();
                self.at += end + 2;
                return Ok(line);
            }
            if rest.len() > HEAD_LIMIT {
                return Err("a line without end".into());
            }
            self.more().await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads all responses in `bytes`, which arrive in pieces of `piece` bytes.
    fn read(bytes: &[u8], piece: usize, count: usize) -> Vec<Result<(u16, String), String>> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let (mut there, here) = tokio::io::duplex(piece);
            let bytes = bytes.to_vec();
            let write = async move { tokio::io::AsyncWriteExt::write_all(&mut there, &bytes).await };
            let read = async {
                let (mut responses, mut body, mut all) = (Responses::new(here), Vec::new(), Vec::new());
                for _ in 0..count {
                    let status = responses.next(&mut body).await;
                    all.push(status.map(|status| (status, String::from_utf8_lossy(&body).into_owned())));
                }
                all
            };
            tokio::join!(write, read).1
        })
    }

    #[test]
    fn responses_are_read_whole_in_pieces_of_any_size() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        for piece in [1, 2, 7, 1000] {
            let all = read(bytes, piece, 4);
            assert_eq!(all[0], Ok((200, "hello".into())));
            assert_eq!(all[1], Ok((404, "abcde".into())));
            assert_eq!(all[2], Ok((204, String::new())));
            assert_eq!(all[3], Err("the connection was closed".into()));
        }
    }

    #[test]
    fn what_is_not_http_is_an_error() {
        for bytes in
            [&b"hello\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"]
        {
            assert!(read(bytes, 1000, 1)[0].is_err());
        }
    }
}
