use crate::{diff, parse, shipped};

/// The dialer with some of its text replaced.
fn changed(edits: &[(&str, &str)]) -> Vec<String> {
    let text = shipped::get("dialer").unwrap().text;
    let mut edited = text.to_owned();
    for (from, to) in edits {
        assert!(edited.contains(from), "{from}");
        edited = edited.replace(from, to);
    }
    let (old, new) = (parse(text, "old.toml").unwrap(), parse(&edited, "new.toml").unwrap());
    diff(&old, &new).iter().map(ToString::to_string).collect()
}

#[test]
fn comments_and_spaces_change_nothing() {
    assert!(changed(&[("[business]", "# another word\n[business]\n\n")]).is_empty());
}

#[test]
fn a_new_price_is_seen_wherever_it_holds() {
    assert_eq!(
        changed(&[("price = \"0.025\"", "price = \"0.026\"")]),
        [
            "plans.standard.products.minutes.price: 0.025/month → 0.026/month",
            "products.minutes.price: 0.025/month → 0.026/month",
        ]
    );
}

#[test]
fn what_is_added_and_what_is_gone_is_said() {
    assert_eq!(
        changed(&[(
            "limits   = { concurrent_calls = 5, agents = 10 }",
            "trial = \"14 days\"\nlimits = { agents = 12, campaigns = \"unlimited\" }"
        )]),
        [
            "plans.bronze.limits.agents: 10 → 12",
            "plans.bronze.limits.campaigns: new, unlimited",
            "plans.bronze.limits.concurrent_calls: gone, was 5",
            "plans.bronze.trial: 0 days → 14 days",
        ]
    );
}

#[test]
fn every_shape_has_words() {
    let text =
        "[business]\nname = \"X\"\ncurrency = \"USD\"\ntimezone = \"UTC\"\n[meters.m]\nevent = \"e\"\nsum = \"v\"\n";
    let shapes = [
        ("\"0.5\"", "0.5/month"),
        (
            "{ graduated = [{ upto = 10, each = \"2\", flat = \"1\" }, { each = \"1\" }], min = \"5\" }",
            "graduated: to 10 at 2 and 1 flat, the rest at 1/month, at least 5",
        ),
        (
            "{ volume = [{ upto = 10, each = \"2\" }, { off = \"10%\" }], included = 3 }",
            "volume: to 10 at 2, the rest at 1.8/month, 3 included",
        ),
        ("{ package = { size = 1000, price = \"1\" } }", "1 for each started 1000/month"),
        (
            "{ percent = { rate = \"2.99%\", fixed = \"2\", min = \"1.75\", max = \"12\" } }",
            "2.99% and 2, at least 1.75, at most 12/month",
        ),
        ("{ factor = \"1.1\", max = 100 }", "times 1.1/month, at most 100"),
        (
            "{ call = { connect = \"0.4\", rate = \"0.2\", per = 60, increment = \"30/6\" } }",
            "call: connect 0.4, from 0 0.2 per 60 by 30, from 30 0.2 per 60 by 6/month",
        ),
        (
            "{ deck = { by = \"to\", match = \"prefix\", rows = { 44 = \"0.02\", 1 = \"0.01\" } } }",
            "by to: 44: 0.02, 1: 0.01/month",
        ),
    ];
    for (written, said) in shapes {
        let file = format!("{text}[products.p]\nmeter = \"m\"\nprice = {written}\n");
        let business = parse(&file, "x.toml").unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(business.products["p"].price.as_ref().unwrap().to_string(), said);
    }
}
