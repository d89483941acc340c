//! TOML itself: what is not TOML, or too large or too deep to be read.

use toml::{Spanned, de::DeTable};
use toml_parser::{Source, lexer::TokenKind};

use crate::{
    limits::{FILE_BYTES_MAX, KEY_PARTS_MAX, NESTING_MAX},
    problem::{Problem, ProblemKind},
};

/// The tree as far as it can be read, and what is wrong with the text; no tree if it should not even be tried.
pub(super) fn tree(text: &str) -> (Option<Spanned<DeTable<'_>>>, Vec<Problem>) {
    if text.len() > FILE_BYTES_MAX {
        let message = format!("the file has {} bytes, and {FILE_BYTES_MAX} is the most", text.len());
        return (None, vec![Problem::new(ProblemKind::FileTooLarge, 0..0, message).label("a file this large")]);
    }
    if let Some(problem) = too_deep(text) {
        return (None, vec![problem]);
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    (Some(tree), errors.iter().map(problem).collect())
}

fn problem(error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let problem = Problem::new(ProblemKind::Syntax, span, format!("this is not TOML: {message}"));
    if message.starts_with("duplicate key") {
        return problem.label("stands here a second time").help("everything is said once: keep one of the two");
    }
    problem.label("here").help("texts stand in quotes, lists in [ ], tables in { } on one line or under a [header]")
}

/// Nesting beyond the limit is refused before the tree is built, so that no text can exhaust the stack.
fn too_deep(text: &str) -> Option<Problem> {
    let (mut open, mut parts) = (0usize, 0usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => open = open.saturating_sub(1),
            _ => {}
        }
        match token.kind() {
            TokenKind::Dot => parts += 1,
            TokenKind::Atom | TokenKind::Whitespace | TokenKind::BasicString | TokenKind::LiteralString => {}
            _ => parts = 0,
        }
        if open > NESTING_MAX || parts >= KEY_PARTS_MAX {
            let span = token.span();
            let message =
                format!("nested too deep: {NESTING_MAX} brackets and {KEY_PARTS_MAX} parts of a key are the most");
            return Some(Problem::new(ProblemKind::NestedTooDeep, span.start()..span.end(), message).label("here"));
        }
    }
    None
}
