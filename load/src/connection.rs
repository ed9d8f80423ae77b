//! Connects and joins: a TCP connection, the WebSocket handshake, and the messages up to the reply to the join request.

use std::{fmt, str::FromStr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Message,
        client::IntoClientRequest,
        http::{HeaderValue, header::SEC_WEBSOCKET_PROTOCOL},
        protocol::WebSocketConfig,
    },
};

use crate::{lyceum, protocol::Protocol, socketio};

pub type Socket = WebSocketStream<TcpStream>;

/// The server answers everything within this time.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// How long to wait for the closing handshake.
const GOODBYE: Duration = Duration::from_secs(2);

/// The server's address: `http://HOST:PORT`, without TLS, because the server under measurement is on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub authority: String,
}

impl FromStr for Address {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        let authority = url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
        match authority {
            Some(authority) if !authority.is_empty() && !authority.contains(['/', '?', '@']) => {
                let port = if authority.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
                    ""
                } else {
                    ":80"
                };
                Ok(Self { authority: format!("{authority}{port}") })
            }
            _ => Err("give it as http://HOST:PORT".into()),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.authority)
    }
}

impl Address {
    pub async fn connect(&self) -> Result<TcpStream, String> {
        let stream = TcpStream::connect(&self.authority).await.map_err(|e| format!("no connection: {}", e.kind()))?;
        stream.set_nodelay(true).map_err(|e| e.to_string())?;
        Ok(stream)
    }
}

/// What a person knows after joining.
pub struct Admission {
    pub socket: Socket,
    /// Empty where the protocol has none.
    pub participant: String,
    pub seat: u16,
    pub username: String,
    /// The token that gives the same seat again.
    pub resume: Option<String>,
    /// The sequence number of the latest event in the room's snapshot.
    pub seq: u64,
    /// The ids of the latest chat lines, oldest first, and whether there are older ones.
    pub lines: Vec<lyceum::Kept>,
    pub more_lines: bool,
}

/// Joins.
///
/// # Errors
/// Why the server refused, or the connection failed, in words that can be counted.
pub async fn enter(
    to: &Address,
    protocol: Protocol,
    code: &str,
    name: &str,
    resume: Option<&str>,
) -> Result<Admission, String> {
    let all = async {
        let socket = open(to, protocol.path(), protocol.subprotocol()).await?;
        match protocol {
            Protocol::Lyceum => enter_lyceum(socket, code, name, resume).await,
            Protocol::SocketIo => enter_socketio(socket, name).await,
        }
    };
    timeout(PATIENCE, all).await.unwrap_or_else(|_| Err("no answer in time".into()))
}

/// Leaves properly. Closing a socket with unread data resets the connection, and the server may miss the last message. Errors no
/// longer matter here.
pub async fn leave(mut socket: Socket, word: impl Into<Message>) {
    let goodbye = async {
        socket.send(word.into()).await?;
        socket.close(None).await?;
        while socket.next().await.is_some_and(|message| message.is_ok()) {}
        Ok::<_, tokio_tungstenite::tungstenite::Error>(())
    };
    _ = timeout(GOODBYE, goodbye).await;
}

/// # Errors
/// When there is no such WebSocket, or it does not offer the subprotocol.
pub async fn open(to: &Address, path: &str, subprotocol: Option<&'static str>) -> Result<Socket, String> {
    let url = format!("ws://{}{path}", to.authority);
    let mut request = url.into_client_request().map_err(|e| e.to_string())?;
    if let Some(subprotocol) = subprotocol {
        request.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(subprotocol));
    }
    let stream = to.connect().await?;
    // A frame of 300 poses has 3.6 KB. A larger buffer would be cleared before each read for nothing.
    let config = WebSocketConfig::default().read_buffer_size(8 * 1024).max_message_size(Some(16 << 20));
    let (socket, response) =
        client_async_with_config(request, stream, Some(config)).await.map_err(|e| format!("no WebSocket: {e}"))?;
    let chosen = response.headers().get(SEC_WEBSOCKET_PROTOCOL).and_then(|value| value.to_str().ok());
    if chosen != subprotocol {
        return Err(format!("the wrong subprotocol: {chosen:?}"));
    }
    Ok(socket)
}

/// The next text message; other messages are skipped.
///
/// # Errors
/// When the connection has ended.
pub async fn next_text(socket: &mut Socket) -> Result<String, String> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Ok(text.as_str().to_owned()),
            Some(Ok(Message::Close(frame))) => return Err(format!("closed: {}", closing(frame.as_ref()))),
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(format!("broken: {error}")),
            None => return Err("closed".into()),
        }
    }
}

/// The reason of a close frame, or its code when it has none.
pub fn closing(frame: Option<&tokio_tungstenite::tungstenite::protocol::CloseFrame>) -> String {
    match frame {
        Some(frame) if !frame.reason.is_empty() => frame.reason.as_str().to_owned(),
        Some(frame) => format!("code {}", u16::from(frame.code)),
        None => "without a reason".into(),
    }
}

/// # Errors
/// When the connection has ended.
pub async fn send(socket: &mut Socket, text: impl Into<String>) -> Result<(), String> {
    socket.send(Message::text(text.into())).await.map_err(|e| format!("broken: {e}"))
}

/// Sends a request to Lyceum and waits for the reply, skipping events.
pub async fn ask<T: for<'a> serde::Deserialize<'a>>(
    socket: &mut Socket,
    id: u32,
    request: String,
) -> Result<T, String> {
    send(socket, request).await?;
    loop {
        if let Some(reply) = lyceum::reply_to(id, &next_text(socket).await?) {
            return reply;
        }
    }
}

async fn enter_lyceum(mut socket: Socket, code: &str, name: &str, resume: Option<&str>) -> Result<Admission, String> {
    let joined: lyceum::Joined = ask(&mut socket, lyceum::JOIN_ID, lyceum::join(code, name, resume)).await?;
    let room = joined.room.ok_or("has to wait: the lesson is not live, or its waiting room is on")?;
    Ok(Admission {
        socket,
        participant: joined.participant_id,
        seat: room.seat,
        username: joined.username,
        resume: Some(joined.resume),
        seq: room.seq,
        lines: room.messages,
        more_lines: room.more_messages,
    })
}

async fn enter_socketio(mut socket: Socket, name: &str) -> Result<Admission, String> {
    loop {
        match socketio::step(&next_text(&mut socket).await?) {
            socketio::Step::Open => send(&mut socket, socketio::CONNECT).await?,
            socketio::Step::Connected => send(&mut socket, socketio::join(name)).await?,
            socketio::Step::In(seat) => {
                let username = name.to_owned();
                return Ok(Admission {
                    socket,
                    participant: String::new(),
                    seat,
                    username,
                    resume: None,
                    seq: 0,
                    lines: vec![],
                    more_lines: false,
                });
            }
            socketio::Step::Refused(reason) => return Err(reason),
            socketio::Step::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_and_a_port() {
        let authority = |url: &str| url.parse::<Address>().map(|address| address.authority);
        assert_eq!(authority("http://127.0.0.1:8080/").as_deref(), Ok("127.0.0.1:8080"));
        assert_eq!(authority("http://[::1]:8080").as_deref(), Ok("[::1]:8080"));
        assert_eq!(authority("http://localhost").as_deref(), Ok("localhost:80"));
        for wrong in ["localhost:8080", "https://localhost", "http://", "http://a/b", "http://a@b"] {
            assert!(authority(wrong).is_err(), "{wrong}");
        }
    }
}
