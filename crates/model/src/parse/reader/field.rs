//! Values: where they stand, what they are declared to be, and what is wrong with them.

use std::ops::Range;

use toml::de::DeValue;

use super::{Node, Reader, Table, clip};
use crate::{
    problem::{Problem, ProblemKind},
    section::{Kind, Section},
};

/// A value of the file, with where it stands.
#[derive(Clone)]
pub(in crate::parse) struct Field<'a> {
    pub reader: &'a Reader<'a>,
    pub node: &'a Node<'a>,
    /// `products.minutes.price`.
    pub path: String,
    /// What its key is declared to hold: a reader that takes it for something else is our own mistake.
    pub kind: Kind,
}

impl<'a> Field<'a> {
    pub fn span(&self) -> Range<usize> {
        self.node.span()
    }

    /// The value as it stands in the file.
    pub fn raw(&self) -> &'a str {
        self.reader.text.get(self.span()).unwrap_or_default()
    }

    pub fn problem(&self, kind: ProblemKind, message: impl Into<String>) -> Problem {
        Problem::new(kind, self.span(), message).path(&self.path)
    }

    pub fn report(&self, kind: ProblemKind, message: impl Into<String>, label: impl Into<String>, help: &[String]) {
        let problem = self.problem(kind, message).label(label);
        self.reader.report(help.iter().fold(problem, |problem, help| problem.help(help.as_str())));
    }

    /// Reads without reporting: for a value that is read again where its problems belong.
    pub fn quietly<T>(&self, read: impl FnOnce(&Self) -> T) -> T {
        let before = self.reader.muted.replace(true);
        let value = read(self);
        self.reader.muted.set(before);
        value
    }

    /// The last part of the path: what the value is called.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    pub fn is_table(&self) -> bool {
        self.node.get_ref().is_table()
    }

    pub fn is_list(&self) -> bool {
        self.node.get_ref().is_array()
    }

    pub fn is_empty_list(&self) -> bool {
        self.node.get_ref().as_array().is_some_and(|list| list.is_empty())
    }

    pub fn is_str(&self) -> bool {
        self.node.get_ref().is_str()
    }

    /// Not what it should be; a float gets the explanation of its own.
    pub fn wrong_type(&self, expected: &str) {
        let found = match self.node.get_ref() {
            DeValue::Float(_) => {
                let (raw, name) = (clip(self.raw()), self.name());
                return self.report(
                    ProblemKind::Float,
                    "a number with a decimal point must stand in quotes, so that it stays exact",
                    "a floating-point number",
                    &[format!("write {name} = \"{raw}\"")],
                );
            }
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.report(
            ProblemKind::WrongType,
            format!("'{}' must be {expected}, and this is {found}", self.path),
            format!("expected {expected}"),
            &[],
        );
    }

    /// Of the forms declared for the field, the one that is asked for.
    pub fn declared<T>(&self, form: impl Fn(Kind) -> Option<T>) -> T
    where
        T: Default,
    {
        let found = match self.kind {
            Kind::AnyOf(forms) => forms.iter().find_map(|kind| form(*kind)),
            kind => form(kind),
        };
        debug_assert!(found.is_some(), "{} is not declared to hold this: {:?}", self.path, self.kind);
        found.unwrap_or_default()
    }

    pub fn table(&self, section: &'static Section) -> Option<Table<'a>> {
        self.declared(|kind| kind.is_table_of(section).then_some(()));
        match self.node.get_ref().as_table() {
            Some(table) => Some(Table::new(self.reader, table, section, self.path.clone(), self.span())),
            None => {
                self.wrong_type("a table");
                None
            }
        }
    }

    /// The same table again, its keys already checked.
    pub fn table_quietly(&self, section: &'static Section) -> Option<Table<'a>> {
        self.quietly(|field| field.table(section))
    }
}
