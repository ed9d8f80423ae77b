//! The pages, as a person with a browser meets them, without scripts.

mod assets;
mod dashboard;
mod joining;
mod planning;
mod registration;
mod safety;
