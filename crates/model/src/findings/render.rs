//! Findings as a person reads them, and as a program does.

use std::fmt::{self, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Finding, Findings};
use crate::problem::{Excerpt, Lines};

impl Findings {
    /// Each finding with its line underlined, and a count at the end. `colour` for a terminal.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let lines = Lines::new(&self.source);
        let mut text = String::new();
        for finding in &self.findings {
            let excerpt = finding.place.map(|(line, _)| (line, Excerpt::around(&lines, line, &finding.span)));
            text.push_str(&renderer.render(&[self.group(finding, excerpt.as_ref())]));
            text.push_str("\n\n");
        }
        let count = match self.findings.len() {
            0 => "nothing suspicious".to_owned(),
            1 => "1 finding".to_owned(),
            many => format!("{many} findings"),
        };
        let _ = writeln!(text, "{count} in {}", self.file);
        text
    }

    fn group<'f>(&'f self, finding: &'f Finding, excerpt: Option<&'f (usize, Excerpt)>) -> Group<'f> {
        let title = Level::WARNING.primary_title(finding.message.as_str()).id(finding.kind.code());
        let help = Level::HELP.message(finding.advice.as_str());
        let Some((line, excerpt)) = excerpt else { return title.element(help) };
        let mark = AnnotationKind::Primary.span(excerpt.start..excerpt.end);
        let snippet = Snippet::source(excerpt.text.as_str()).line_start(*line).annotation(mark);
        let group = if excerpt.is_whole {
            title.element(snippet.path(self.file.as_str()))
        } else {
            // As for errors: part of a line does not begin at its first column.
            let column = finding.place.map_or(1, |(_, column)| column);
            title.element(Origin::path(self.file.as_str()).line(*line).char_column(column)).element(snippet)
        };
        group.element(help)
    }

    /// The same for programs: `{"file", "findings": [{"kind", "message", "path", "line", "column", "advice"}]}`.
    pub fn to_json(&self) -> Value {
        let findings: Vec<Value> = self
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "kind": finding.kind.code(), "message": finding.message, "path": finding.path,
                    "line": finding.place.map(|(line, _)| line), "column": finding.place.map(|(_, column)| column),
                    "advice": finding.advice,
                })
            })
            .collect();
        json!({ "file": self.file, "findings": findings })
    }
}

/// Without colours.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}
