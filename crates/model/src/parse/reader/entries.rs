//! Lists, and tables of names: their entries in the order of the file.

use std::{borrow::Cow, ops::Range};

use toml::Spanned;

use super::{
    Field, clip,
    names::{listing, name_fault, nearest, singular},
};
use crate::{
    limits::ENTRIES_MAX,
    problem::{Problem, ProblemKind},
    section::Kind,
};

impl<'a> Field<'a> {
    /// The items of a list, each with a path of its own: `tiers[2]`.
    pub fn items(&self, most: usize) -> Vec<Field<'a>> {
        let Some(list) = self.node.get_ref().as_array() else {
            self.wrong_type("a list");
            return Vec::new();
        };
        if list.len() > most {
            self.too_many(list.len(), most);
            return Vec::new();
        }
        let kind = self.declared(Kind::item);
        let item =
            |(index, node)| Field { reader: self.reader, node, path: format!("{}[{}]", self.path, index + 1), kind };
        list.iter().enumerate().map(item).collect()
    }

    pub fn too_many(&self, count: usize, most: usize) {
        self.report(
            ProblemKind::TooMany,
            format!("'{}' has {count} entries, and {most} is the most", self.path),
            "too many",
            &[],
        );
    }

    /// The entries of a table of names, in the order of the file. Names that cannot be names are reported.
    pub fn entries(&self) -> Vec<(String, Field<'a>)> {
        self.rows(ENTRIES_MAX).into_iter().filter(|(key, field)| self.check_name(key, field)).map(own).collect()
    }

    /// The entries of a table whose keys are any text, in the order of the file.
    pub fn rows(&self, most: usize) -> Vec<(&'a Spanned<Cow<'a, str>>, Field<'a>)> {
        let Some(table) = self.node.get_ref().as_table() else {
            self.wrong_type("a table");
            return Vec::new();
        };
        if table.len() > most {
            self.too_many(table.len(), most);
            return Vec::new();
        }
        let kind = self.declared(Kind::entry);
        let field = |name: &str, node| Field { reader: self.reader, node, path: format!("{}.{name}", self.path), kind };
        let mut rows: Vec<_> = table.iter().map(|(key, node)| (key, field(&clip(key.get_ref()), node))).collect();
        rows.sort_by_key(|(key, _)| key.span().start);
        rows
    }

    fn check_name(&self, key: &Spanned<Cow<'_, str>>, field: &Field<'a>) -> bool {
        let fault = name_fault(key.get_ref());
        if let Some(fault) = fault {
            let message = format!("'{}' cannot be a name: {fault}", clip(key.get_ref()));
            let problem = Problem::new(ProblemKind::NotAName, key.span(), message).path(&field.path).label("this name");
            self.reader.report(
                problem.help("a name has small letters, digits, '_' and '-', and begins with a letter or digit"),
            );
        }
        fault.is_none()
    }

    /// The name of something that the file defines in `section`.
    pub fn defined(&self, section: &'static str) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Name(of) if of == section).then_some(()));
        let name = self.text()?;
        self.check_defined(name, self.span(), section).map(|()| name.to_owned())
    }

    /// The same, where the name is the key of this field.
    pub fn defined_key(&self, key: &Spanned<Cow<'_, str>>, section: &'static str) -> Option<()> {
        self.check_defined(key.get_ref(), key.span(), section)
    }

    fn check_defined(&self, name: &str, span: Range<usize>, section: &'static str) -> Option<()> {
        if self.reader.defines(section, name) {
            return Some(());
        }
        if self.reader.counted_only() {
            return None;
        }
        let known = self.reader.names(section);
        let (one, name_shown) = (singular(section), clip(name));
        let problem = Problem::new(ProblemKind::UnknownName, span, format!("there is no {one} '{name_shown}'"));
        let problem = match nearest(name, &known) {
            Some(near) => problem.label(format!("did you mean '{near}'?")),
            None => problem.label(format!("not defined in [{section}]")),
        };
        let help = if known.is_empty() {
            format!("the file defines no {one}: add [{section}.{name_shown}]")
        } else {
            format!("the file defines: {}", listing(&known))
        };
        self.reader.report(problem.path(&self.path).help(help));
        None
    }
}

fn own<'a>((key, field): (&Spanned<Cow<'_, str>>, Field<'a>)) -> (String, Field<'a>) {
    (key.get_ref().clone().into_owned(), field)
}
