//! Tables: which keys are there, which are missing, which should not be there.

use std::{borrow::Cow, ops::Range};

use toml::{Spanned, de::DeTable};

use super::{
    Field, Reader, clip,
    names::{listing, nearest},
};
use crate::{
    problem::{Problem, ProblemKind},
    section::Section,
};

/// A table whose keys have been checked against its section.
pub(in crate::parse) struct Table<'a> {
    pub reader: &'a Reader<'a>,
    pub table: &'a DeTable<'a>,
    pub section: &'static Section,
    pub path: String,
    /// Where to point when something is missing: the header, or the inline table.
    pub span: Range<usize>,
}

impl<'a> Table<'a> {
    /// Reports unknown and missing keys.
    pub fn new(
        reader: &'a Reader<'a>,
        table: &'a DeTable<'a>,
        section: &'static Section,
        path: String,
        span: Range<usize>,
    ) -> Self {
        let this = Self { reader, table, section, path, span };
        for key in table.keys() {
            if section.key(key.get_ref()).is_none() && !reader.counted_only() {
                this.unknown_key(key);
            }
        }
        for key in section.keys.iter().filter(|key| key.required && !table.contains_key(key.name)) {
            this.missing(key.name, key.doc);
        }
        this
    }

    fn unknown_key(&self, key: &Spanned<Cow<'_, str>>) {
        let name = clip(key.get_ref());
        let known: Vec<&str> = self.section.keys.iter().map(|key| key.name).collect();
        let place = if self.path.is_empty() { "a business file".to_owned() } else { format!("'{}'", self.path) };
        let problem = Problem::new(ProblemKind::UnknownKey, key.span(), format!("{place} has no key '{name}'"))
            .path(&self.child(&name));
        let problem = match nearest(key.get_ref(), &known) {
            Some(near) => problem.label(format!("did you mean '{near}'?")),
            None => problem.label("unknown key"),
        };
        self.reader.report(problem.help(format!("the keys here are: {}", listing(&known))));
    }

    pub fn missing(&self, name: &str, doc: &str) {
        let place = if self.path.is_empty() { "the file".to_owned() } else { format!("'{}'", self.path) };
        let doc = doc.split(". ").next().unwrap_or_default().trim_end_matches('.');
        self.reader.report(
            Problem::new(ProblemKind::MissingKey, self.span.clone(), format!("{place} does not say its '{name}'"))
                .path(&self.path)
                .label(format!("'{name}' is missing"))
                .help(format!("{name}: {doc}")),
        );
    }

    pub fn child(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub fn get(&self, name: &'static str) -> Option<Field<'a>> {
        let declared = self.section.key(name);
        debug_assert!(declared.is_some(), "{name} is not declared in {}", self.section.name);
        let node = self.table.get(name)?;
        Some(Field { reader: self.reader, node, path: self.child(name), kind: declared?.kind })
    }

    pub fn has(&self, name: &'static str) -> bool {
        debug_assert!(self.section.key(name).is_some(), "{name} is not declared in {}", self.section.name);
        self.table.contains_key(name)
    }

    pub fn problem(&self, kind: ProblemKind, message: impl Into<String>) -> Problem {
        Problem::new(kind, self.span.clone(), message).path(&self.path)
    }

    pub fn report(&self, problem: Problem) {
        self.reader.report(problem);
    }

    /// Which of these keys are there. Reports if more than one is, or none where one must be.
    pub fn one_of(&self, names: &[&'static str], what: &str, must: bool) -> Option<&'static str> {
        let found: Vec<&'static str> = names.iter().copied().filter(|name| self.has(name)).collect();
        match found.as_slice() {
            [] if must => {
                self.report(
                    self.problem(ProblemKind::MissingKey, format!("'{}' does not say {what}", self.path))
                        .label("missing here")
                        .help(format!("write one of: {}", names.join(", "))),
                );
                None
            }
            [] => None,
            [one] => Some(one),
            [first, second, ..] => {
                if let Some(field) = self.get(second) {
                    field.report(
                        ProblemKind::Together,
                        format!("'{first}' and '{second}' cannot stand together"),
                        "one of them only",
                        &[format!("say {what} once: keep one of {}", found.join(", "))],
                    );
                }
                None
            }
        }
    }
}
