//! The plain HTTP port beside the TLS port. It gives two kinds of answers: a redirect, and the challenge response that certbot
//! puts into a folder for the certificate authority that validates the server's name (RFC 8555, 8.3).

use std::{
    fs::File,
    io::Read,
    net::TcpListener,
    path::{Path, PathBuf},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::Server,
    http::{
        KeepAlive,
        header::{self, HeaderValue},
    },
    rt::task::spawn_blocking,
    web::{self, Data},
};

/// The `--webroot` folder of certbot, in the data directory.
const FOLDER: &str = "acme";
const CHALLENGES: &str = ".well-known/acme-challenge";
/// How many connections there may be: they must not take those of the port with TLS.
const MOST: usize = 1024;
/// A challenge response has about ninety letters.
const LONGEST: u64 = 1024;

/// Where to redirect to.
#[derive(Clone)]
struct RedirectTarget {
    /// The public URL, if it is configured.
    url: Option<String>,
    /// The port with TLS.
    port: u16,
    challenges: PathBuf,
}

/// Serves on a listener that is bound already, until the process ends.
///
/// # Errors
/// When the operating system refuses it.
pub(super) fn serve(listener: TcpListener, url: Option<String>, port: u16, data_dir: &Path) -> std::io::Result<Server> {
    let folder = data_dir.join(FOLDER);
    // Certbot requires the folder to exist.
    std::fs::create_dir_all(&folder)?;
    let way = Data::new(RedirectTarget { url, port, challenges: folder.join(CHALLENGES) });
    let server = HttpServer::new(move || {
        App::new()
            .app_data(way.clone())
            .route(&format!("/{CHALLENGES}/{{token}}"), web::get().to(serve_challenge))
            .default_service(web::to(redirect))
    });
    // Each answer ends its connection: so a slow client cannot use it for long.
    let server = server.keep_alive(KeepAlive::Disabled).max_connections(MOST);
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

async fn redirect(request: HttpRequest, way: Data<RedirectTarget>) -> HttpResponse {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let Some(beginning) = way.url.clone().or_else(|| host.and_then(|host| https_base(host, way.port))) else {
        return HttpResponse::BadRequest().finish();
    };
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    match HeaderValue::from_str(&format!("{beginning}{path}")) {
        Ok(to) => HttpResponse::PermanentRedirect().insert_header((header::LOCATION, to)).finish(),
        Err(_) => HttpResponse::BadRequest().finish(),
    }
}

/// The start of HTTPS URLs for a host, whose port is the plain one.
fn https_base(host: &str, port: u16) -> Option<String> {
    let colon = host.rfind(':').filter(|at| !host[*at..].contains(']'));
    let name = &host[..colon.unwrap_or(host.len())];
    let fine = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'));
    let port = if port == 443 { String::new() } else { format!(":{port}") };
    fine.then(|| format!("https://{name}{port}"))
}

async fn serve_challenge(token: web::Path<String>, way: Data<RedirectTarget>) -> HttpResponse {
    // RFC 8555, 8: the letters of base64url, so that the path cannot leave the folder.
    if !token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return HttpResponse::NotFound().finish();
    }
    let path = way.challenges.join(token.as_str());
    let read = move || -> std::io::Result<Vec<u8>> {
        let mut proof = Vec::new();
        File::open(path)?.take(LONGEST).read_to_end(&mut proof)?;
        Ok(proof)
    };
    match spawn_blocking(read).await {
        Ok(Ok(proof)) => HttpResponse::Ok().content_type("application/octet-stream").body(proof),
        _ => HttpResponse::NotFound().finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_redirects_to_the_tls_port() {
        for (host, port, to) in [
            ("school.example", 443, Some("https://school.example")),
            ("school.example:80", 443, Some("https://school.example")),
            ("school.example:8080", 8443, Some("https://school.example:8443")),
            ("[2001:db8::5]:80", 443, Some("https://[2001:db8::5]")),
            ("[2001:db8::5]", 8443, Some("https://[2001:db8::5]:8443")),
            ("", 443, None),
            (":80", 443, None),
            ("school.example/evil", 443, None),
            ("a@evil.example", 443, None),
        ] {
            assert_eq!(https_base(host, port).as_deref(), to, "{host:?}");
        }
    }
}
