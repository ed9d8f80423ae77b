//! The built client's files. `make test` and `make client` build them.

use reqwest::Method;

use crate::support::{
    app::TestApp,
    http::{Answer, Api, Browser},
};

#[actix_web::test]
async fn a_page_refers_to_existing_compressed_and_cacheable_files() {
    let app = TestApp::start();
    let api = Api::public(&app);
    let page = Browser::new(&app).get("/").await.text.replace("&#x2f;", "/");
    let files: Vec<_> = page.split('"').filter(|value| value.starts_with("/assets/")).collect();
    assert!(files.len() >= 2, "the client is not built (make client): {page}");
    for file in files {
        let whole = api.get(file).await;
        assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
        let kind = if file.ends_with(".css") { "text/css" } else { "text/javascript" };
        assert_eq!(
            (whole.status.as_u16(), whole.header("content-type"), whole.header("x-content-type-options")),
            (200, kind, "nosniff")
        );
        let ask = |name: &'static str, value: String| Answer::of(api.request(Method::GET, file).header(name, value));
        let known = ask("if-none-match", whole.header("etag").to_owned()).await;
        assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""));
        let small =
            api.request(Method::GET, file).header("accept-encoding", "gzip, br").send().await.expect("an answer");
        assert_eq!(small.headers()["content-encoding"], "br", "{file}");
        assert!(small.bytes().await.expect("a body").len() < whole.text.len(), "{file}");
    }
}

#[actix_web::test]
async fn what_presentations_need_is_served_and_their_worker_may_do_little() {
    let app = TestApp::start();
    let api = Api::public(&app);
    let parts = std::fs::read_dir("client/dist")
        .expect("the client is built (make client)")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .collect::<Vec<_>>();
    let named = |start: &str, end: &str| {
        let found = parts.iter().find(|name| name.starts_with(start) && name.ends_with(end));
        found.unwrap_or_else(|| panic!("no {start}…{end} in the client")).clone()
    };
    let folder = named("pdfjs-", "");
    for (file, kind) in [
        ("wasm/openjpeg.wasm", "application/wasm"),
        ("wasm/jbig2.wasm", "application/wasm"),
        ("cmaps/UniGB-UTF16-H.bcmap", "application/octet-stream"),
        ("standard_fonts/LiberationSans-Regular.ttf", "font/ttf"),
    ] {
        let answer = api.request(Method::GET, &format!("/assets/{folder}/{file}")).send().await.expect("an answer");
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["content-type"].as_bytes()),
            (200, kind.as_bytes()),
            "{file}"
        );
    }
    let worker = api.get(&format!("/assets/{}", named("pdf.worker", ".js"))).await;
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
    assert_eq!(worker.header("content-security-policy"), policy);
    let page = Browser::new(&app).get("/").await;
    assert!(!page.header("content-security-policy").contains("unsafe"), "pages themselves need no such right");
}
