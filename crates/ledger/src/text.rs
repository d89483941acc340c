//! A transaction as a plain-text journal entry, the form that hledger and its kin read.

use std::fmt::Write as _;

use kernel::time::Date;

use crate::Transaction;

impl Transaction {
    /// The entry of this transaction on a day: the memo, then a line for each posting, amounts aligned. Ends with a
    /// newline. The same transaction and day give the same bytes.
    pub fn to_text(&self, date: Date) -> String {
        let lines: Vec<(String, String)> = self
            .postings()
            .iter()
            .map(|posting| (one_line(&posting.account.to_string()), posting.amount.to_string()))
            .collect();
        let accounts = lines.iter().map(|(account, _)| account.chars().count()).max().unwrap_or(0);
        let amounts = lines.iter().map(|(_, amount)| amount.len()).max().unwrap_or(0);
        let mut text = format!("{date} {}", one_line(self.memo())).trim_end().to_owned();
        text.push('\n');
        for ((account, amount), posting) in lines.iter().zip(self.postings()) {
            let _ = writeln!(text, "    {account:<accounts$}  {amount:>amounts$} {}", posting.amount.currency);
        }
        text
    }
}

/// Without line breaks, other control characters or double spaces, which would end an account's name.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money, time::civil::date};

    use crate::{Account, Posting, Transaction};

    #[test]
    fn an_invoice_as_a_journal_entry() {
        let posting = |account, minor| Posting { account, amount: Money::new(minor, Currency::USD) };
        let postings = vec![
            posting(Account::Receivable { tenant: "abc-solar".into() }, 358_001),
            posting(Account::Revenue { product: "minutes".into() }, -358_000),
            posting(Account::Rounding, -1),
            posting(Account::CostOfSales { product: "minutes".into() }, 100_000),
            posting(Account::Accrued { vendor: "insta\n call".into() }, -100_000),
        ];
        let transaction = Transaction::new("INV-000042  ABC\nSolar", postings).unwrap();
        assert_eq!(
            transaction.to_text(date(2025, 11, 1)),
            "\
2025-11-01 INV-000042 ABC Solar
    assets:receivable:abc-solar      3580.01 USD
    income:revenue:minutes          -3580.00 USD
    income:rounding                    -0.01 USD
    expenses:cost:minutes            1000.00 USD
    liabilities:accrued:insta call  -1000.00 USD
"
        );
        assert_eq!(Transaction::new("", Vec::new()).unwrap().to_text(date(2025, 11, 1)), "2025-11-01\n");
    }
}
