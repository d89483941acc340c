//! Errors as a person reads them, and as a program does.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Errors, Excerpt, Lines, Problem, excerpt::LINE_CHARS_MAX};

impl Errors {
    /// Each error with its line underlined, and a count at the end. `colour` for a terminal.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let lines = Lines::new(&self.source);
        let mut text = String::new();
        for problem in &self.problems {
            let excerpt = Excerpt::around(&lines, problem.line, &problem.span);
            text.push_str(&renderer.render(&[self.group(problem, &excerpt)]));
            text.push_str("\n\n");
        }
        let count = self.problems.len() + self.omitted;
        let (noun, file) = (if count == 1 { "error" } else { "errors" }, &self.file);
        let _ = write!(text, "{count} {noun} in {file}");
        if self.omitted > 0 {
            let _ = write!(text, ", {} of them not shown", self.omitted);
        }
        text.push('\n');
        text
    }

    fn group<'e>(&'e self, problem: &'e Problem, excerpt: &'e Excerpt) -> Group<'e> {
        let mut mark = AnnotationKind::Primary.span(excerpt.start..excerpt.end);
        if !problem.label.is_empty() {
            mark = mark.label(problem.label.as_str());
        }
        let title = Level::ERROR.primary_title(problem.message.as_str()).id(problem.kind.code());
        let snippet = Snippet::source(excerpt.text.as_str()).line_start(problem.line).annotation(mark);
        let group = if excerpt.is_whole {
            title.element(snippet.path(self.file.as_str()))
        } else {
            // Part of a line does not begin at its first column, so the place is said apart.
            let place = Origin::path(self.file.as_str()).line(problem.line).char_column(problem.column);
            title.element(place).element(snippet)
        };
        problem.help.iter().fold(group, |group, help| group.element(Level::HELP.message(help.as_str())))
    }

    /// The same for programs: `{"file", "errors": [{"kind", "message", "path", "line", "column", "text", "help"}], "omitted"}`.
    pub fn to_json(&self) -> Value {
        let errors: Vec<Value> = self
            .problems
            .iter()
            .map(|problem| {
                let text = self.source.get(problem.span.clone()).unwrap_or_default();
                let text: String = text.chars().take(LINE_CHARS_MAX).collect();
                json!({
                    "kind": problem.kind.code(), "message": problem.message, "path": problem.path,
                    "line": problem.line, "column": problem.column, "text": text, "help": problem.help,
                })
            })
            .collect();
        json!({ "file": self.file, "errors": errors, "omitted": self.omitted })
    }
}
