//! Writes sample invoices as PDF and HTML into a folder, to be looked at:
//! `cargo run -p documents --example sample -- target/samples`

#[path = "../src/samples.rs"]
#[expect(clippy::panic, clippy::indexing_slicing, dead_code, reason = "shared with the tests, which use all of it")]
mod samples;

use std::{fs, path::PathBuf};

use documents::{
    Document, html,
    pdf::{PaperSize, pdf},
};
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
        let document = Document::Invoice(&invoice);
        fs::write(folder.join(name).with_extension("html"), html::page(document, &brand))?;
        fs::write(folder.join(name).with_extension("pdf"), pdf(document, &brand, PaperSize::A4)?)?;
    }
    let draft = samples::dialer();
    fs::write(folder.join("draft.html"), html::page(Document::Bill(&draft), &samples::brand()))?;
    fs::write(folder.join("draft.pdf"), pdf(Document::Bill(&draft), &samples::brand(), PaperSize::Letter)?)?;
    Ok(())
}
