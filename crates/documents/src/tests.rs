use crate::{Document, html, json, samples, text, view::View};

/// House rule 10: what it cost us, and who supplies us, reaches no client. The types see to it; this would notice if they
/// stopped to.
#[test]
fn nothing_for_a_client_knows_a_cost_or_a_vendor() {
    let (bill, costs) = (samples::dialer(), samples::dialer_costs());
    let operator = json::bill_json(&bill, Some(&costs)) + &text::table(&bill, Some(&costs), text::WIDTH);
    let invoice = samples::invoice(bill);
    let brand = samples::brand();
    let view = View::of(Document::Invoice(&invoice), &brand);
    let words = view.sections.iter().flat_map(|section| &section.rows);
    let client = [
        json::bill_json(&invoice.bill, None),
        json::invoice_json(&invoice),
        text::table(&invoice.bill, None, text::WIDTH),
        html::fragment(Document::Invoice(&invoice), &brand),
        // The PDF is made of the same view.
        words.map(|row| format!("{} {} {}\n", row.description, row.price, row.amount)).collect(),
    ];
    for canary in
        ["1000.00", "1,000.00", "1015.00", "1,015.00", "2565.00", "2,565.00", "margin", "cost", "Margin", "Cost"]
    {
        assert!(client.iter().all(|text| !text.contains(canary)), "{canary}");
    }
    for vendor in costs.lines.iter().filter_map(|cost| cost.vendor.as_deref()) {
        assert!(client.iter().all(|text| !text.contains(vendor)), "{vendor}");
    }
    assert!(operator.contains("1000.00") && operator.contains("2,565.00") && operator.contains("margin"));
}
