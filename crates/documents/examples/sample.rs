//! Writes sample invoices as PDF and HTML into a folder, to be looked at:
//! `cargo run -p documents --example sample -- target/samples`

#[path = "../src/samples.rs"]
mod samples;

use std::{fs, path::PathBuf};

use documents::{Document, html};
use model::Brand;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder to write to")?);
    fs::create_dir_all(&folder)?;
    let yellow = Brand { colour: "#ffd400".into(), ..samples::brand() };
    let invoices = [
        ("dialer", samples::dialer(), samples::brand()),
        ("long", samples::long(200), Brand { colour: "#3b5bdb".into(), ..samples::brand() }),
        ("credit", samples::credit(), samples::brand()),
        ("yen", samples::yen(), yellow),
        ("empty", samples::empty(), samples::brand()),
    ];
    for (name, bill, brand) in invoices {
        let invoice = samples::invoice(bill);
        fs::write(folder.join(name).with_extension("html"), html::page(Document::Invoice(&invoice), &brand))?;
    }
    fs::write(folder.join("draft.html"), html::page(Document::Bill(&samples::dialer()), &samples::brand()))?;
    Ok(())
}
