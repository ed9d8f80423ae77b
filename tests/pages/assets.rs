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
