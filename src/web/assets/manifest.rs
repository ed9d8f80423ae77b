//! Finds the files of the built client in Vite's manifest.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "client/dist"]
#[allow_missing = true]
pub(super) struct Client;

/// The path under which the files are served.
const PREFIX: &str = "/assets/";

type Manifest = HashMap<String, Chunk>;

#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    imports: Vec<String>,
}

fn manifest() -> Arc<Manifest> {
    static READ: LazyLock<Arc<Manifest>> = LazyLock::new(|| Arc::new(read_manifest()));
    if cfg!(debug_assertions) { Arc::new(read_manifest()) } else { READ.clone() }
}

fn read_manifest() -> Manifest {
    let file = Client::get(".vite/manifest.json");
    let read = file.and_then(|file| serde_json::from_slice(&file.data).ok());
    read.unwrap_or_else(|| {
        tracing::warn!("the client is not built: pages have no style and lessons no room");
        Manifest::new()
    })
}

/// The URL of an entry's script; empty when the client is not built.
pub fn script_url(entry: &str) -> String {
    manifest().get(entry).map_or_else(String::new, |chunk| format!("{PREFIX}{}", chunk.file))
}

/// The URLs of the styles of an entry and of its imports.
pub fn style_urls(entry: &str) -> Vec<String> {
    let manifest = manifest();
    let (mut styles, mut seen, mut next) = (Vec::new(), Vec::new(), vec![entry]);
    while let Some(name) = next.pop() {
        let Some(chunk) = manifest.get(name).filter(|_| !seen.contains(&name)) else { continue };
        seen.push(name);
        styles.extend(
            chunk
                .css
                .iter()
                .map(|file| format!("{PREFIX}{file}"))
                .filter(|style| !styles.contains(style))
                .collect::<Vec<_>>(),
        );
        next.extend(chunk.imports.iter().map(String::as_str));
    }
    styles
}
