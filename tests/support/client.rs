//! A WebSocket client of another make (tungstenite), as a participant of a lesson.

use std::{collections::VecDeque, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest, http::HeaderValue},
};

/// Long enough for a busy machine; a test that waits this long has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Client {
    socket: WebSocketStream<TcpStream>,
    next_id: u32,
    /// News that came while something else was waited for.
    news: VecDeque<Value>,
    frames: VecDeque<Vec<u8>>,
    closed: Option<(u16, String)>,
}

impl Client {
    /// Opens the WebSocket of a server at `url` (http://…), with further headers.
    pub async fn try_connect(url: &str, headers: &[(&'static str, &str)]) -> Result<Self, tungstenite::Error> {
        Self::connect_by(TcpSocket::new_v4().expect("a socket"), url, headers).await
    }

    /// One for whom the kernel takes in almost nothing until it is read.
    pub async fn connect_narrowly(url: &str) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(2048).expect("a small buffer");
        Self::connect_by(socket, url, &[]).await.expect("the server opens a WebSocket")
    }

    async fn connect_by(
        socket: TcpSocket,
        url: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, tungstenite::Error> {
        let mut request = format!("{}/ws", url.replacen("http", "ws", 1)).into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("lyceum.v1"));
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header"));
        }
        let address = url.trim_start_matches("http://").parse().expect("an address");
        let stream = socket.connect(address).await.expect("the server listens");
        let (socket, _) = timeout(PATIENCE, client_async(request, stream)).await.expect("the server answers")?;
        Ok(Self { socket, next_id: 0, news: VecDeque::new(), frames: VecDeque::new(), closed: None })
    }

    pub async fn connect(url: &str) -> Self {
        Self::try_connect(url, &[]).await.expect("the server opens a WebSocket")
    }

    /// Connects and joins; the reply's data.
    pub async fn join(url: &str, data: Value) -> (Self, Value) {
        let mut client = Self::connect(url).await;
        let joined = client.ask("on.sessionJoin", data).await.expect("the join succeeds");
        (client, joined)
    }

    pub async fn guest(url: &str, code: &str, name: &str) -> (Self, Value) {
        Self::join(url, json!({"sessionId": code, "username": name})).await
    }

    pub async fn send(&mut self, message: Message) {
        // A server that has closed already says so when it is listened to.
        let _ = self.socket.send(message).await;
    }

    pub async fn text(&mut self, text: impl Into<String>) {
        self.send(Message::text(text.into())).await;
    }

    /// Sends nothing more, and no close frame: as TCP ends, not as a WebSocket does.
    pub async fn hang_up(&mut self) {
        self.socket.get_mut().shutdown().await.expect("it is still open");
    }

    /// As [`Client::ask`]; `None` when the server is gone before it answers.
    pub async fn try_ask(&mut self, event: &str, data: Value) -> Option<Result<Value, String>> {
        self.next_id += 1;
        let id = self.next_id;
        self.text(json!({"event": event, "data": data, "id": id}).to_string()).await;
        while let Some(said) = self.next().await {
            if said["reply"] == id {
                return Some(outcome(&said));
            }
        }
        None
    }

    /// Asks, and waits for the reply: its data, or the refusal's code.
    pub async fn ask(&mut self, event: &str, data: Value) -> Result<Value, String> {
        self.next_id += 1;
        let id = self.next_id;
        self.text(json!({"event": event, "data": data, "id": id}).to_string()).await;
        self.reply(id).await
    }

    pub async fn reply(&mut self, id: u32) -> Result<Value, String> {
        loop {
            let said = self.next().await.unwrap_or_else(|| panic!("closed before reply {id}: {:?}", self.closed));
            if said["reply"] == id {
                return outcome(&said);
            }
            self.news.push_back(said);
        }
    }

    /// The data of the next news of this name; others before it are passed over.
    pub async fn hear(&mut self, event: &str) -> Value {
        loop {
            let said = match self.news.pop_front() {
                Some(said) => said,
                None => self.next().await.unwrap_or_else(|| panic!("closed before {event}: {:?}", self.closed)),
            };
            if said["event"] == event {
                return said["data"].clone();
            }
        }
    }

    /// The next news, with its number.
    pub async fn news(&mut self) -> Value {
        match self.news.pop_front() {
            Some(said) => said,
            None => self.next().await.unwrap_or_else(|| panic!("closed: {:?}", self.closed)),
        }
    }

    /// The next frame of poses.
    pub async fn poses(&mut self) -> Vec<u8> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                return frame;
            }
            if let Some(said) = self.next_or_frame().await.expect("still open") {
                self.news.push_back(said);
            }
        }
    }

    /// Waits until the server closes; the close frame's code and reason.
    pub async fn closed(&mut self) -> (u16, String) {
        while self.next().await.is_some() {}
        self.closed.clone().expect("it is closed")
    }

    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(said) = self.next_or_frame().await? {
                return Some(said);
            }
        }
    }

    /// The next text; `Some(None)` after a binary frame, which is put aside; `None` when closed.
    async fn next_or_frame(&mut self) -> Option<Option<Value>> {
        if self.closed.is_some() {
            return None;
        }
        let message = timeout(PATIENCE, self.socket.next()).await.expect("the server says something");
        match message {
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
fn outcome(said: &Value) -> Result<Value, String> {
    match said.get("error") {
        Some(error) => Err(error["code"].as_str().expect("a code").to_owned()),
        None => Ok(said["data"].clone()),
    }
}

/// A guest's pose at x, z (centimetres), looking ahead, as it is sent.
pub fn pose(x: i16, z: i16) -> Message {
    let mut frame = vec![1];
    for place in [x, 0, z] {
        frame.extend_from_slice(&place.to_le_bytes());
    }
    let identity: u32 = 3 << 30 | 512 << 20 | 512 << 10 | 512;
    frame.extend_from_slice(&identity.to_le_bytes());
    Message::binary(frame)
}
