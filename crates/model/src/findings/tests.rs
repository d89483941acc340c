//! What `check` must find, and what it must not.

use crate::{FindingKind, check, shipped};

const HEAD: &str = "[business]\nname = \"X\"\ncurrency = \"USD\"\ntimezone = \"UTC\"\n";

/// The findings of a file, as `kind: message`.
fn said(text: &str) -> Vec<String> {
    let (_, found) = check(&format!("{HEAD}{text}"), "x.toml").unwrap_or_else(|errors| panic!("{errors}"));
    found.findings.iter().map(|finding| format!("{}: {}", finding.kind.code(), finding.message)).collect()
}

fn nodes(tiers: &str) -> Vec<String> {
    said(&format!(
        "[products.nodes.price]\nper = \"node/year\"\nvolume = [{tiers}]\n[plans.p]\nproducts = [\"nodes\"]\n"
    ))
}

#[test]
fn the_cliffs_of_the_node_business_are_exact() {
    let file = shipped::get("nodes").unwrap();
    let (_, found) = check(file.text, &file.file_name()).unwrap();
    let cliffs: Vec<_> = found.findings.iter().filter(|finding| finding.kind == FindingKind::PriceCliff).collect();
    assert_eq!(cliffs.len(), 4, "{found}");
    for (cliff, plan) in cliffs.iter().zip(["essential", "professional", "enterprise", "government"]) {
        assert_eq!(
            cliff.message,
            format!(
                "plan '{plan}': 91 to 99 nodes cost more than 100, 889 to 999 more than 1000, 8751 to 9999 more than 10000"
            )
        );
        assert_eq!(cliff.path, format!("plans.{plan}.products.nodes"));
    }
    assert!(
        cliffs[0].advice.starts_with("99 nodes cost 49500.00 USD and 100 cost 45000.00 USD: the money for 99 buys 110")
    );
}

#[test]
fn a_cliff_may_cover_a_whole_tier_or_one_quantity_or_nothing() {
    assert_eq!(
        nodes("{ upto = 10, each = \"100\" }, { each = \"1\" }"),
        ["price_cliff: plan 'p': 1 to 10 nodes cost more than 11"]
    );
    assert_eq!(
        nodes("{ upto = 10, each = \"10\" }, { each = \"9\" }"),
        ["price_cliff: plan 'p': 10 nodes cost more than 11"]
    );
    assert!(nodes("{ upto = 10, each = \"10\" }, { each = \"9.1\" }").is_empty());
    assert!(nodes("{ upto = 10, each = \"10\" }, { each = \"9\", flat = \"10\" }").is_empty());
    // Started packages: 21 to 30 take three packages of 10, and 31 is one package of the next tier.
    assert_eq!(
        nodes("{ upto = 30, each = \"10\", size = 10 }, { each = \"25\", size = 100 }"),
        ["price_cliff: plan 'p': 21 to 30 nodes cost more than 31"]
    );
}

#[test]
fn a_graduated_price_has_no_cliff() {
    let text = "[products.nodes.price]\nper = \"node/year\"\ngraduated = [{ upto = 99, each = \"500\" }, { each = \"1\" }]\n[plans.p]\nproducts = [\"nodes\"]\n";
    assert!(said(text).is_empty());
}

#[test]
fn a_price_below_its_cost_is_found_at_the_quantity_where_it_falls_below() {
    let sold = |price: &str, cost: &str| {
        said(&format!(
            "[meters.m]\nevent = \"e\"\ncount = true\n[products.m]\nmeter = \"m\"\nprice = {price}\ncost = {cost}\n[plans.p]\nproducts = [\"m\"]\n"
        ))
    };
    assert_eq!(
        sold("\"0.01\"", "\"0.02\""),
        ["below_cost: plan 'p': 'm' is sold below cost: 1 for 0.01, at a cost of 0.02"]
    );
    assert!(sold("\"0.02\"", "\"0.02\"").is_empty());
    assert!(sold("\"0\"", "\"0.02\"").is_empty());
    assert_eq!(
        sold("{ volume = [{ upto = 10, each = \"2\" }, { each = \"0.5\" }] }", "\"1\"").last().unwrap(),
        "below_cost: plan 'p': 'm' is sold below cost: 11 for 5.5, at a cost of 11"
    );
    assert_eq!(
        sold("{ deck = { by = \"to\", rows = { a = \"2\", b = \"0.5\" } } }", "\"1\""),
        ["below_cost: plan 'p': 'm' is sold below cost: row 'b', 1 for 0.5, at a cost of 1"]
    );
}

#[test]
fn what_leads_nowhere_is_found() {
    assert_eq!(
        said(
            "[meters.m]\nevent = \"e\"\ncount = true\n[products.a]\nprice = \"5-6/month\"\n[products.b]\nprice = \"1/month\"\n[plans.p]\nproducts = [\"a\"]\n[plans.q]\n"
        ),
        [
            "empty_plan: plan 'q' sells nothing",
            "unpicked_range: plan 'p': 'a' costs 5-6/month, so nobody can be billed before a contract picks",
            "unsold_product: product 'b' is in no plan, so nobody can buy it",
            "unpriced_meter: meter 'm' is measured, and nothing prices or limits it",
        ]
    );
    assert!(said("[meters.m]\nevent = \"e\"\ncount = true\n[products.a]\nprice = \"1/month\"\n[plans.p]\nproducts = [\"a\"]\nlimits = { m = 3 }\n").is_empty());
}

#[test]
fn confidential_and_deprecated_words_are_found_as_words() {
    let text = "[vendors]\nacme = { name = \"Acme\" }\n[confidential]\nwords = [\"VICIdial\"]\n[brand]\ndeprecated_words = [\"self-hosted\"]\nrequired_words = [\"hosted for you\"]\n\
                [products.acme_calls]\ntitle = \"Vicidial minutes\"\nprice = \"1/month\"\n[plans.p]\nsummary = \"Self-Hosted, acmes, Acme.\"\nproducts = [\"acme_calls\"]\n";
    assert_eq!(
        said(text),
        [
            "confidential_word: 'products.acme_calls.title' is read by clients and names 'VICIdial', which is confidential",
            "confidential_word: 'products.acme_calls' is read by clients and names 'Acme', which is confidential",
            "confidential_word: 'plans.p.summary' is read by clients and names 'Acme', which is confidential",
            "deprecated_word: 'plans.p.summary' says 'self-hosted', which the brand no longer uses",
            "required_word: nothing that clients or partners read says 'hosted for you'",
        ]
    );
}

#[test]
fn findings_have_places_and_read_well() {
    let file = shipped::get("nodes").unwrap();
    let (_, found) = check(file.text, &file.file_name()).unwrap();
    assert!(found.findings.iter().all(|finding| finding.place.is_some()), "{found}");
    insta::assert_snapshot!(found.to_string());
    insta::assert_json_snapshot!(found.to_json());
}

#[test]
fn the_other_shipped_files_have_nothing_suspicious() {
    for name in ["dialer", "isp", "deployments"] {
        let file = shipped::get(name).unwrap();
        let (_, found) = check(file.text, &file.file_name()).unwrap();
        assert!(found.findings.is_empty(), "{found}");
    }
}
