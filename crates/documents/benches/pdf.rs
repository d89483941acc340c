//! How long a PDF takes: `cargo bench -p documents`.

#[path = "../src/samples.rs"]
#[expect(clippy::panic, clippy::indexing_slicing, dead_code, reason = "shared with the tests, which use all of it")]
mod samples;

use criterion::{Criterion, criterion_group, criterion_main};
use documents::{
    Document, html,
    pdf::{PaperSize, pdf},
};

fn papers(criterion: &mut Criterion) {
    let brand = samples::brand();
    for (name, bill) in
        [("5 lines", samples::dialer()), ("50 lines", samples::long(50)), ("200 lines", samples::long(200))]
    {
        let invoice = samples::invoice(bill);
        let document = Document::Invoice(&invoice);
        criterion.bench_function(&format!("pdf, {name}"), |bench| {
            bench.iter(|| pdf(document, &brand, PaperSize::A4).map(|bytes| bytes.len()));
        });
        criterion.bench_function(&format!("html, {name}"), |bench| bench.iter(|| html::page(document, &brand).len()));
    }
}

criterion_group!(benches, papers);
criterion_main!(benches);
