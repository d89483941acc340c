//! What is wrong with a business file: every error, where it is, and what to do.

use std::{fmt, ops::Range};

mod excerpt;
mod lines;
mod render;

pub(crate) use excerpt::Excerpt;
pub(crate) use lines::Lines;

/// The kinds of error. Their codes are stable, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    Syntax,
    FileTooLarge,
    NestedTooDeep,
    UnknownKey,
    UnknownName,
    MissingKey,
    WrongType,
    Float,
    NotADecimal,
    NotAPrice,
    NotAPercentage,
    NotADuration,
    NotAName,
    NotOneOf,
    NotACurrency,
    NotAZone,
    NotAColour,
    NotADate,
    NotText,
    OutOfRange,
    TooMany,
    TierOrder,
    RangeOrder,
    Together,
    UnitMismatch,
    NeedsMeter,
    Unpriced,
    Ambiguous,
}

impl ProblemKind {
    /// Every kind, for the reference.
    pub const ALL: [Self; 28] = [
        Self::Syntax,
        Self::FileTooLarge,
        Self::NestedTooDeep,
        Self::UnknownKey,
        Self::UnknownName,
        Self::MissingKey,
        Self::WrongType,
        Self::Float,
        Self::NotADecimal,
        Self::NotAPrice,
        Self::NotAPercentage,
        Self::NotADuration,
        Self::NotAName,
        Self::NotOneOf,
        Self::NotACurrency,
        Self::NotAZone,
        Self::NotAColour,
        Self::NotADate,
        Self::NotText,
        Self::OutOfRange,
        Self::TooMany,
        Self::TierOrder,
        Self::RangeOrder,
        Self::Together,
        Self::UnitMismatch,
        Self::NeedsMeter,
        Self::Unpriced,
        Self::Ambiguous,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::FileTooLarge => "file_too_large",
            Self::NestedTooDeep => "nested_too_deep",
            Self::UnknownKey => "unknown_key",
            Self::UnknownName => "unknown_name",
            Self::MissingKey => "missing_key",
            Self::WrongType => "wrong_type",
            Self::Float => "float",
            Self::NotADecimal => "not_a_decimal",
            Self::NotAPrice => "not_a_price",
            Self::NotAPercentage => "not_a_percentage",
            Self::NotADuration => "not_a_duration",
            Self::NotAName => "not_a_name",
            Self::NotOneOf => "not_one_of",
            Self::NotACurrency => "not_a_currency",
            Self::NotAZone => "not_a_zone",
            Self::NotAColour => "not_a_colour",
            Self::NotADate => "not_a_date",
            Self::NotText => "not_text",
            Self::OutOfRange => "out_of_range",
            Self::TooMany => "too_many",
            Self::TierOrder => "tier_order",
            Self::RangeOrder => "range_order",
            Self::Together => "together",
            Self::UnitMismatch => "unit_mismatch",
            Self::NeedsMeter => "needs_meter",
            Self::Unpriced => "unpriced",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// One error. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// One sentence, without a full stop.
    pub message: String,
    /// Where in the file's structure: `products.minutes.price`; empty for the whole file.
    pub path: String,
    pub line: usize,
    pub column: usize,
    /// The offending text's bytes in the file.
    pub span: Range<usize>,
    /// Written under the offending text.
    pub label: String,
    /// What to do about it.
    pub help: Vec<String>,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            path: String::new(),
            line: 0,
            column: 0,
            span,
            label: String::new(),
            help: Vec::new(),
        }
    }

    pub(crate) fn path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// Everything that is wrong with one file, in the order of the text. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors {
    pub file: String,
    pub problems: Vec<Problem>,
    /// How many more there are than could be kept.
    pub omitted: usize,
    /// The lines that the problems are on, by number, for rendering.
    source: String,
}

impl Errors {
    pub(crate) fn new(file: &str, source: &str, mut problems: Vec<Problem>, omitted: usize) -> Self {
        let lines = Lines::new(source);
        for problem in &mut problems {
            problem.span = lines.clamp(&problem.span);
            (problem.line, problem.column) = lines.place(problem.span.start);
        }
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end, problem.kind));
        problems.dedup();
        Self { file: file.to_owned(), problems, omitted, source: source.to_owned() }
    }
}

/// Without colours.
impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Errors {}
