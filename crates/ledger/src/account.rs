use std::fmt;

/// What an amount is, in words a book-keeper uses. The key names whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What a tenant owes us.
    Receivable { tenant: String },
    /// What we earned, by product.
    Revenue { product: String },
    /// What rounding an invoice once left over.
    Rounding,
    /// What it cost us, by product.
    CostOfSales { product: String },
    /// What we owe a vendor and have not been billed for yet.
    Accrued { vendor: String },
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receivable { tenant } => write!(f, "assets:receivable:{tenant}"),
            Self::Revenue { product } => write!(f, "income:revenue:{product}"),
            Self::Rounding => write!(f, "income:rounding"),
            Self::CostOfSales { product } => write!(f, "expenses:cost:{product}"),
            Self::Accrued { vendor } => write!(f, "liabilities:accrued:{vendor}"),
        }
    }
}
