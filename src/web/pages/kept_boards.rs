//! The whiteboards of a lesson that has ended, for its page: a script draws them.

use minijinja::{Value, context};

use crate::{
    domain::{
        kept::{FileKind, KeptBoard},
        slides::FILES,
    },
    texts::Language,
};

pub(super) fn values(language: Language, boards: &[KeptBoard]) -> Vec<Value> {
    let mut whiteboards = 0;
    let value = |board: &KeptBoard| {
        let title = match &board.over {
            Some(over) => over.file.as_ref().map_or_else(
                || language.text("kept-board-over-deleted"),
                |upload| match upload.kind() {
                    FileKind::Presentation => {
                        let number = i64::from(over.pdf_page) + 1;
                        format!("{}, {}", upload.name, language.count("kept-board-page", number))
                    }
                    _ => upload.name.clone(),
                },
            ),
            None => {
                whiteboards += 1;
                if board.name.is_empty() {
                    language.count("kept-board-number", whiteboards)
                } else {
                    board.name.clone()
                }
            }
        };
        let file = board.over.as_ref().and_then(|over| over.file.as_ref());
        context! {
            page => board.page,
            title,
            template => board.template.as_str(),
            slide => file.map(|upload| format!("{FILES}{}", upload.file)),
            kind => file.map(|upload| upload.kind.as_str()),
            pdf_page => board.over.as_ref().map(|over| over.pdf_page),
            texts => board.texts.clone(),
        }
    };
    boards.iter().map(value).collect()
}
