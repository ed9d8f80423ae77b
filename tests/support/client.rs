//! A WebSocket client of another implementation (tungstenite), as a participant of a lesson.

use std::collections::VecDeque;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use socket2::SockRef;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest, http::HeaderValue},
};

use super::timeouts::within;

/// Every wait of a client has one deadline for all of it, however many messages arrive meanwhile.
pub struct Client {
    socket: WebSocketStream<TcpStream>,
    next_id: u32,
    /// Events that arrived while the client waited for something else.
    news: VecDeque<Value>,
    frames: VecDeque<Vec<u8>>,
    closed: Option<(u16, String)>,
}

impl Client {
    /// Opens the WebSocket of a server at `url` (http://…), with further headers.
    pub async fn try_connect(url: &str, headers: &[(&'static str, &str)]) -> Result<Self, tungstenite::Error> {
        Self::try_connect_to("/ws", url, headers).await
    }

    /// As [`Client::try_connect`], at another path.
    pub async fn try_connect_to(
        path: &str,
        url: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, tungstenite::Error> {
        Self::connect_by(TcpSocket::new_v4().expect("a socket"), url, path, headers).await
    }

    /// A client whose kernel buffers almost nothing until it reads.
    pub async fn connect_narrowly(url: &str) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(2048).expect("a small buffer");
        Self::connect_by(socket, url, "/ws", &[]).await.expect("the server opens a WebSocket")
    }

    /// Undoes [`Client::connect_narrowly`].
    pub fn read_faster(&self) {
        SockRef::from(self.socket.get_ref()).set_recv_buffer_size(1 << 20).expect("a large buffer");
    }

    async fn connect_by(
        socket: TcpSocket,
        url: &str,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, tungstenite::Error> {
        let mut request = format!("{}{path}", url.replacen("http", "ws", 1)).into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("lyceum.v1"));
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header"));
        }
        let address = url.trim_start_matches("http://").parse().expect("an address");
        let stream = socket.connect(address).await.expect("the server listens");
        let (socket, _) = within("the handshake", client_async(request, stream)).await?;
        Ok(Self { socket, next_id: 0, news: VecDeque::new(), frames: VecDeque::new(), closed: None })
    }

    pub async fn connect(url: &str) -> Self {
        Self::try_connect(url, &[]).await.expect("the server opens a WebSocket")
    }

    /// Connects and joins; returns the reply's data.
    pub async fn join(url: &str, data: Value) -> (Self, Value) {
        let mut client = Self::connect(url).await;
        let joined = client.ask("on.sessionJoin", data).await.expect("the join succeeds");
        (client, joined)
    }

    pub async fn guest(url: &str, code: &str, name: &str) -> (Self, Value) {
        Self::join(url, json!({"sessionId": code, "username": name})).await
    }

    pub async fn send(&mut self, message: Message) {
        // If the server has closed already, the next read reports it.
        let _ = self.socket.send(message).await;
    }

    pub async fn text(&mut self, text: impl Into<String>) {
        self.send(Message::text(text.into())).await;
    }

    /// Sends all of these in one write.
    pub async fn texts(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            self.socket.feed(Message::text(text)).await.expect("still open");
        }
        self.socket.flush().await.expect("still open");
    }

    /// Ends the sending side of the TCP connection without a close frame.
    pub async fn hang_up(&mut self) {
        self.socket.get_mut().shutdown().await.expect("it is still open");
    }

    /// As [`Client::ask`]; `None` when the server is gone before it answers.
    pub async fn try_ask(&mut self, event: &str, data: Value) -> Option<Result<Value, String>> {
        let id = self.request(event, data).await;
        within(event, async {
            while let Some(message) = self.next().await {
                if message["reply"] == id {
                    return Some(outcome(&message));
                }
            }
            None
        })
        .await
    }

    /// Sends a request, and waits for the reply: its data, or the refusal's code.
    pub async fn ask(&mut self, event: &str, data: Value) -> Result<Value, String> {
        let id = self.request(event, data).await;
        self.reply(id).await
    }

    async fn request(&mut self, event: &str, data: Value) -> u32 {
        self.next_id += 1;
        let id = self.next_id;
        self.text(json!({"event": event, "data": data, "id": id}).to_string()).await;
        id
    }

    /// Replies may arrive in another order than their requests.
    pub async fn reply(&mut self, id: u32) -> Result<Value, String> {
        let kept = self.news.iter().position(|message| message["reply"] == id);
        if let Some(message) = kept.and_then(|at| self.news.remove(at)) {
            return outcome(&message);
        }
        within(&format!("the reply {id}"), async {
            loop {
                let message = self.next_before("the reply").await;
                if message["reply"] == id {
                    return outcome(&message);
                }
                self.news.push_back(message);
            }
        })
        .await
    }

    /// The data of the next event with this name. Drops the events before it. If two events may arrive in either order, use
    /// [`Client::hear_where`], which keeps the events that it skips.
    pub async fn hear(&mut self, event: &str) -> Value {
        within(event, async {
            loop {
                let message = match self.news.pop_front() {
                    Some(message) => message,
                    None => self.next_before(event).await,
                };
                if message["event"] == event {
                    return message["data"].clone();
                }
            }
        })
        .await
    }

    /// The data of the first event with this name that `wanted` accepts. Everything else that arrived stays for later waits, in
    /// its order.
    pub async fn hear_where(&mut self, event: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let fits = |message: &Value| message["event"] == event && wanted(&message["data"]);
        if let Some(message) = self.news.iter().position(fits).and_then(|at| self.news.remove(at)) {
            return message["data"].clone();
        }
        within(event, async {
            loop {
                let message = self.next_before(event).await;
                if fits(&message) {
                    return message["data"].clone();
                }
                self.news.push_back(message);
            }
        })
        .await
    }

    /// The next event, with its number.
    pub async fn news(&mut self) -> Value {
        match self.news.pop_front() {
            Some(message) => message,
            None => within("an event", self.next_before("an event")).await,
        }
    }

    /// The next pose frame.
    pub async fn poses(&mut self) -> Vec<u8> {
        within("a frame of poses", async {
            loop {
                if let Some(frame) = self.frames.pop_front() {
                    return frame;
                }
                if let Some(message) = self.next_or_frame().await.expect("still open") {
                    self.news.push_back(message);
                }
            }
        })
        .await
    }

    /// Waits until the server closes; returns the close frame's code and reason.
    pub async fn closed(&mut self) -> (u16, String) {
        within("the close frame", async { while self.next().await.is_some() {} }).await;
        self.closed.clone().expect("it is closed")
    }

    async fn next_before(&mut self, what: &str) -> Value {
        self.next().await.unwrap_or_else(|| panic!("closed before {what}: {:?}", self.closed))
    }

    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(message) = self.next_or_frame().await? {
                return Some(message);
            }
        }
    }

    /// The next text; `Some(None)` after a binary frame, which is kept; `None` when closed.
    async fn next_or_frame(&mut self) -> Option<Option<Value>> {
        if self.closed.is_some() {
            return None;
        }
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => Some(Some(serde_json::from_str(&text).expect("JSON"))),
            Some(Ok(Message::Binary(frame))) => {
                self.frames.push_back(frame.to_vec());
                Some(None)
            }
            Some(Ok(Message::Close(frame))) => {
                self.closed = Some(frame.map_or((1005, String::new()), |f| (f.code.into(), f.reason.to_string())));
                None
            }
            Some(Ok(_)) => Some(None),
            Some(Err(_)) | None => {
                self.closed = Some((1006, String::new()));
                None
            }
        }
    }
}

/// A reply's data, or the refusal's code.
fn outcome(message: &Value) -> Result<Value, String> {
    match message.get("error") {
        Some(error) => Err(error["code"].as_str().expect("a code").to_owned()),
        None => Ok(message["data"].clone()),
    }
}

/// The pose of a guest at x, z (centimetres) looking ahead, as a message.
pub fn pose(x: i16, z: i16) -> Message {
    let mut frame = vec![1];
    for place in [x, 0, z] {
        frame.extend_from_slice(&place.to_le_bytes());
    }
    let identity: u32 = 3 << 30 | 512 << 20 | 512 << 10 | 512;
    frame.extend_from_slice(&identity.to_le_bytes());
    Message::binary(frame)
}
