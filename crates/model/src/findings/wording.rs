//! Words: confidential ones where clients read, deprecated ones still in use, required ones nowhere.

use super::{Finding, FindingKind};
use crate::Business;

pub(super) fn find(business: &Business, found: &mut Vec<Finding>) {
    let texts = texts(business);
    let vendors = business.vendors.values().map(|vendor| &vendor.name);
    for word in business.confidential.iter().chain(vendors) {
        for (path, _) in texts.iter().filter(|(_, text)| contains(text, word)) {
            found.push(Finding::new(
                FindingKind::ConfidentialWord,
                path.clone(),
                format!("'{path}' is read by clients and names '{word}', which is confidential"),
                "say it without the name",
            ));
        }
    }
    for word in &business.brand.deprecated_words {
        for (path, _) in texts.iter().filter(|(_, text)| contains(text, word)) {
            found.push(Finding::new(
                FindingKind::DeprecatedWord,
                path.clone(),
                format!("'{path}' says '{word}', which the brand no longer uses"),
                "say it in the brand's own words",
            ));
        }
    }
    for word in &business.brand.required_words {
        if !texts.iter().any(|(_, text)| contains(text, word)) {
            found.push(Finding::new(
                FindingKind::RequiredWord,
                "brand.required_words".to_owned(),
                format!("nothing that clients or partners read says '{word}'"),
                "use it in the summary of a plan",
            ));
        }
    }
}

/// Every text that somebody outside reads, with its path.
fn texts(business: &Business) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut add = |path: String, text: &str| texts.push((path, text.to_owned()));
    add("business.name".to_owned(), &business.name);
    let brand = &business.brand;
    add("brand.name".to_owned(), &brand.name);
    let lines = |name: &'static str, lines: &[String]| (format!("brand.{name}"), lines.join("\n"));
    for (path, text) in [lines("address", &brand.address), lines("payment", &brand.payment)] {
        add(path, &text);
    }
    for (name, text) in [("legal", &brand.legal), ("email", &brand.email), ("website", &brand.website)] {
        if let Some(text) = text {
            add(format!("brand.{name}"), text);
        }
    }
    for (name, product) in &business.products {
        add(format!("products.{name}"), &name.replace(['_', '-'], " "));
        add(format!("products.{name}.title"), &product.title);
        add(format!("products.{name}.group"), product.group.as_deref().unwrap_or_default());
    }
    for (name, plan) in &business.plans {
        add(format!("plans.{name}"), &name.replace(['_', '-'], " "));
        add(format!("plans.{name}.title"), &plan.title);
        add(format!("plans.{name}.summary"), plan.summary.as_deref().unwrap_or_default());
        for limit in plan.limits.keys() {
            add(format!("plans.{name}.limits.{limit}"), &limit.replace(['_', '-'], " "));
        }
    }
    for (name, level) in &business.support {
        let said = [Some(level.title.as_str()), level.hours.as_deref(), level.response.as_deref()];
        add(format!("support.{name}"), &said.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    }
    for (name, partner) in &business.partners {
        add(format!("partners.{name}.title"), &partner.title);
    }
    for (name, meter) in &business.meters {
        add(format!("meters.{name}.unit"), &format!("{}\n{}", meter.unit.name, meter.unit.plural));
    }
    texts
}

/// Whether the words stand in the text, whatever their capitals, not as part of other words.
fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    if word.is_empty() {
        return false;
    }
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(&word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        !inside(before) && !inside(after)
    })
}
