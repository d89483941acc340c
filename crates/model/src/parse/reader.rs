//! Walks the spanned TOML tree by the declared sections, and collects every problem on the way.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{
    limits::{ENTRIES_MAX, NAME_CHARS_MAX, PROBLEMS_MAX},
    problem::{Problem, ProblemKind},
    section::{Kind, Section},
};

pub(super) type Node<'a> = Spanned<DeValue<'a>>;

/// The text, what it defines, and what is wrong with it so far.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    /// Names defined in each section of the file, whether or not their definitions are right.
    names: BTreeMap<&'static str, BTreeSet<&'a str>>,
    /// After a syntax error parts of the file may be missing: what then seems missing is not reported.
    recovering: bool,
    muted: Cell<bool>,
    problems: RefCell<(Vec<Problem>, usize)>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, root: &'a DeTable<'a>, sections: &[&'static str], syntax: Vec<Problem>) -> Self {
        let names = sections
            .iter()
            .map(|section| {
                let table = root.get(*section).and_then(|node| node.get_ref().as_table());
                (*section, table.into_iter().flat_map(|table| table.keys().map(|key| key.get_ref().as_ref())).collect())
            })
            .collect();
        let recovering = !syntax.is_empty();
        let reader = Self { text, names, recovering, muted: Cell::new(false), problems: RefCell::default() };
        syntax.into_iter().for_each(|problem| reader.report(problem));
        reader
    }

    pub fn report(&self, problem: Problem) {
        if self.muted.get() {
            return;
        }
        let knock_on = match problem.kind {
            ProblemKind::MissingKey | ProblemKind::UnknownName => true,
            // A header that was not understood leaves its keys at the root.
            ProblemKind::UnknownKey => !problem.path.contains('.'),
            _ => false,
        };
        if self.recovering && knock_on {
            return;
        }
        let mut problems = self.problems.borrow_mut();
        if problems.0.len() < PROBLEMS_MAX { problems.0.push(problem) } else { problems.1 += 1 }
    }

    /// The problems, and how many more there were.
    pub fn into_problems(self) -> (Vec<Problem>, usize) {
        self.problems.into_inner()
    }

    pub fn has_problems(&self) -> bool {
        !self.problems.borrow().0.is_empty()
    }

    fn defines(&self, section: &str, name: &str) -> bool {
        self.names.get(section).is_some_and(|names| names.contains(name))
    }

    fn names(&self, section: &str) -> Vec<&'a str> {
        self.names.get(section).into_iter().flatten().copied().collect()
    }
}

/// A value of the file, with where it stands.
#[derive(Clone)]
pub(super) struct Field<'a> {
    pub reader: &'a Reader<'a>,
    pub node: &'a Node<'a>,
    /// `products.minutes.price`.
    pub path: String,
    /// What its key is declared to hold: a reader that takes it for something else is our own mistake.
    pub kind: Kind,
}

/// A table whose keys have been checked against its section.
pub(super) struct Table<'a> {
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
            if section.key(key.get_ref()).is_none() {
                this.unknown_key(key);
            }
        }
        for key in section.keys.iter().filter(|key| key.required && !table.contains_key(key.name)) {
            this.missing(key.name, key.doc);
        }
        this
    }

    fn unknown_key(&self, key: &Spanned<std::borrow::Cow<'_, str>>) {
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
        let kind = self.declared(|kind| kind.item());
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
    pub fn rows(&self, most: usize) -> Vec<(&'a Spanned<std::borrow::Cow<'a, str>>, Field<'a>)> {
        let Some(table) = self.node.get_ref().as_table() else {
            self.wrong_type("a table");
            return Vec::new();
        };
        if table.len() > most {
            self.too_many(table.len(), most);
            return Vec::new();
        }
        let kind = self.declared(|kind| kind.entry());
        let field = |name: &str, node| Field { reader: self.reader, node, path: format!("{}.{name}", self.path), kind };
        let mut rows: Vec<_> = table.iter().map(|(key, node)| (key, field(&clip(key.get_ref()), node))).collect();
        rows.sort_by_key(|(key, _)| key.span().start);
        rows
    }

    fn check_name(&self, key: &Spanned<std::borrow::Cow<'_, str>>, field: &Field<'a>) -> bool {
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

    /// The same table again, its keys already checked.
    pub fn table_quietly(&self, section: &'static Section) -> Option<Table<'a>> {
        self.quietly(|field| field.table(section))
    }

    /// The name of something that the file defines in `section`.
    pub fn defined(&self, section: &'static str) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Name(of) if of == section).then_some(()));
        let name = self.text()?;
        self.check_defined(name, self.span(), section).map(|()| name.to_owned())
    }

    /// The same, where the name is the key of this field.
    pub fn defined_key(&self, key: &Spanned<std::borrow::Cow<'_, str>>, section: &'static str) -> Option<()> {
        self.check_defined(key.get_ref(), key.span(), section)
    }

    fn check_defined(&self, name: &str, span: Range<usize>, section: &'static str) -> Option<()> {
        if self.reader.defines(section, name) {
            return Some(());
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

fn own<'a>((key, field): (&Spanned<std::borrow::Cow<'_, str>>, Field<'a>)) -> (String, Field<'a>) {
    (key.get_ref().clone().into_owned(), field)
}

pub(super) fn singular(section: &str) -> &str {
    match section {
        "support" => "support level",
        plural => plural.strip_suffix('s').unwrap_or(plural),
    }
}

/// Why a text cannot be a name; none if it can.
pub(super) fn name_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("it is empty")
    } else if name.len() > NAME_CHARS_MAX {
        Some("it has more than 64 characters")
    } else if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-') {
        Some("only small letters, digits, '_' and '-' may be in it")
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        Some("it must begin with a letter or digit")
    } else {
        None
    }
}

/// At most 80 characters of it, for messages.
pub(super) fn clip(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(std::iter::once('…')).collect()
}

/// Names, up to 30 of them.
fn listing(names: &[&str]) -> String {
    const MOST: usize = 30;
    let shown = names.iter().take(MOST).map(|name| clip(name)).collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{shown} and {} more", names.len() - MOST) } else { shown }
}

/// The known name that was probably meant.
pub(super) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    if name.len() > NAME_CHARS_MAX || known.len() > ENTRIES_MAX {
        return None;
    }
    let name = name.to_lowercase();
    let near = |candidate: &str| candidate.len().abs_diff(name.len()) <= name.len() / 3 + 2;
    known
        .iter()
        .filter(|candidate| candidate.len() <= NAME_CHARS_MAX && near(candidate))
        .map(|candidate| (strsim::damerau_levenshtein(&name, &candidate.to_lowercase()), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(name.chars().count()) / 3 + 1)
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance < candidate.chars().count())
        .map(|(_, candidate)| candidate)
}
