//! Walks the spanned TOML tree by the declared sections, and collects every problem on the way.

mod entries;
mod event;
mod field;
mod names;
mod number;
mod share;
mod table;
mod text;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

pub(super) use self::{
    field::Field,
    names::{clip, name_fault, nearest},
    number::{NotDecimal, decimal, decimal_help},
    share::percent,
    table::Table,
};
use crate::{
    limits::PROBLEMS_MAX,
    problem::{Problem, ProblemKind},
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

    /// Once no more problems are kept they are only counted: true if this one has been.
    pub fn counted_only(&self) -> bool {
        let mut problems = self.problems.borrow_mut();
        let full = problems.0.len() >= PROBLEMS_MAX;
        problems.1 += usize::from(full);
        full
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
