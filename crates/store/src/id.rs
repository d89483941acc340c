//! Small ids of rows, and other words that several rooms use.

use kernel::time::{Date, ToSpan};

macro_rules! small_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(pub(crate) i32);
    };
}

small_id!(
    /// One tenant's row.
    TenantId
);
small_id!(
    /// One version of the business file; counts up from 1.
    VersionId
);
small_id!(
    /// One contract's row.
    ContractId
);
small_id!(
    /// A CloudEvents source, interned.
    SourceId
);
small_id!(
    /// A CloudEvents type, interned.
    KindId
);
small_id!(
    /// A series, interned. Negative: it tells a cost, and the client's role cannot see its rows.
    SeriesId
);

impl VersionId {
    pub fn number(self) -> i32 {
        self.0
    }
}

/// Whole local days: from `first` up to, but not including, `after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days {
    pub first: Date,
    pub after: Date,
}

impl Days {
    /// The month that contains `day`.
    pub fn month_of(day: Date) -> Self {
        let first = day.first_of_month();
        Self { first, after: first.saturating_add(1.month()) }
    }

    pub fn is_one_month(self) -> bool {
        self == Self::month_of(self.first)
    }
}

/// Whether recording changed anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded<T> {
    Now(T),
    /// The same was there already.
    Already(T),
    /// Something else is there under the same name.
    Conflict(T),
}
