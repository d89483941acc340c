//! What a business file may say, as data: each section's keys, what each holds, and what it means.
//!
//! The reader refuses what is not declared here, the JSON Schema and the reference are generated from it.
//! So the three cannot drift apart.

/// A table of the file.
#[derive(Debug)]
pub(crate) struct Section {
    /// Its name in the schema's `$defs` and in the reference.
    pub name: &'static str,
    pub doc: &'static str,
    pub keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub doc: &'static str,
    pub required: bool,
    /// What holds when the key is left out, in words or as it would be written.
    pub default: Option<&'static str>,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Kind {
    /// One line for people, up to `TEXT_CHARS_MAX` characters.
    #[default]
    Text,
    /// A few sentences, up to `PROSE_CHARS_MAX` characters.
    Prose,
    /// One text, or a list of texts.
    Texts,
    Flag,
    /// An exact number of zero or more: `"0.025"` in quotes, or a bare whole number.
    Decimal,
    /// The same, above zero.
    Positive,
    /// A number or a range of two, of amounts or of percentages: `"10"`, `"8-15"`, `"120%"`.
    Figures,
    /// A bare whole number within bounds.
    Whole(i64, i64),
    /// `"15%"`, from 0 to 100 %.
    Percent,
    /// `"15%"` or `"10-20%"`.
    Shares,
    /// A number and a unit of time: `"30 days"`. Of the units named.
    Duration(&'static [&'static str]),
    /// The same, or a range of two: `"6-12 months"`.
    Durations(&'static [&'static str]),
    /// One of these words, each with its meaning.
    Choice(&'static [(&'static str, &'static str)]),
    Currency,
    Zone,
    Colour,
    Date,
    /// The path of an attribute in an event's data: `billable_seconds`, `call.destination`.
    Attribute,
    /// `"60/60"`: first block / next blocks; `"60"` for both.
    Increment,
    /// `"0.025"`, `"3/month"`, `"100-300/month"`, `"1500 once"`, `"500/node/year"`, `"2.99%"`.
    PriceText,
    /// What follows an amount: `"month"`, `"node/year"`, `"person once"`.
    Per,
    /// `"08:00"`.
    TimeOfDay,
    /// `"mon-fri"`, `"sat"`, or a list of them.
    Days,
    /// The name of something in that section of the file.
    Name(&'static str),
    Table(&'static Section),
    /// A list of tables.
    Tables(&'static Section),
    /// Tables by name.
    Named(&'static Section),
    /// Values by name, all of one kind.
    Map(&'static Kind),
    /// Values by the names of another section, all of one kind.
    MapOf(&'static str, &'static Kind),
    /// Rows by any text.
    Rows(&'static Kind),
    /// Any one of these forms.
    AnyOf(&'static [Kind]),
    /// A list of these.
    List(&'static Kind),
}

pub(crate) const fn section(name: &'static str, doc: &'static str, keys: &'static [Key]) -> Section {
    Section { name, doc, keys }
}

pub(crate) const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, doc, required: false, default: None }
}

impl Key {
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub const fn default(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
}

impl Section {
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Kind {
    /// What the items of such a list are; none if it is no list.
    pub fn item(self) -> Option<Self> {
        match self {
            Self::List(kind) => Some(*kind),
            Self::Tables(section) => Some(Self::Table(section)),
            Self::Texts => Some(Self::Text),
            Self::Days => Some(Self::Days),
            _ => None,
        }
    }

    /// What the values of such a table are; none if it is no table of names.
    pub fn entry(self) -> Option<Self> {
        match self {
            Self::Map(kind) | Self::MapOf(_, kind) | Self::Rows(kind) => Some(*kind),
            Self::Named(section) => Some(Self::Table(section)),
            _ => None,
        }
    }

    pub fn is_table_of(self, section: &Section) -> bool {
        matches!(self, Self::Table(of) if std::ptr::eq(of, section))
    }
}
