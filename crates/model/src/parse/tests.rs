//! What is written is what is meant: the sketch, every short form, every default.

use kernel::{Decimal, time::Weekday};

use crate::{
    Band, Business, Cadence, Call, CallTier, Fold, Increment, Level, Matching, Offer, Options, Price, Shape, Share,
    Tier, parse, shipped,
};

const HEAD: &str = "[business]\nname = \"X\"\ncurrency = \"USD\"\ntimezone = \"UTC\"\n";
const CALLS: &str =
    "[meters.m]\nevent = \"call.completed\"\nsum = \"billable_seconds\"\nunit = { name = \"minute\", of = 60 }\n";

fn read(text: &str) -> Business {
    parse(&format!("{HEAD}{text}"), "x.toml").unwrap_or_else(|errors| panic!("{errors}"))
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The list price of a product without a meter.
fn fee(written: &str) -> Offer {
    read(&format!("[products.p]\nprice = {written}\n")).products["p"].price.clone().unwrap()
}

/// The list price of a product metered by calls in seconds.
fn metered(written: &str) -> Price {
    match read(&format!("{CALLS}[products.p]\nmeter = \"m\"\nprice = {written}\n")).products["p"].price.clone().unwrap()
    {
        Offer::Fixed(price) => price,
        Offer::Range { .. } => panic!("a range"),
    }
}

fn unit(amount: &str, per: Option<&str>, cadence: Cadence) -> Price {
    Price { cadence, per: per.map(str::to_owned), ..Price::of(Shape::Unit(number(amount))) }
}

#[test]
fn every_shipped_file_is_a_business() {
    for file in shipped::all() {
        let business = file.parse().unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(business.digest.len(), 64);
        assert_eq!(shipped::get(file.name), Some(file));
    }
    assert_eq!(shipped::get("unknown"), None);
}

/// The sketch that the grammar grew from, word for word but for the support level that it uses.
#[test]
fn the_sketch_still_reads() {
    let business = parse(include_str!("tests/sketch.toml"), "sketch.toml").unwrap_or_else(|errors| panic!("{errors}"));
    let minutes = &business.products["minutes"];
    assert_eq!(minutes.price, Some(Offer::Fixed(unit("0.025", None, Cadence::Months(1)))));
    assert_eq!(minutes.cost.as_ref().unwrap().vendor.as_deref(), Some("instacall"));
    assert_eq!(
        business.meters["minutes"].increment,
        Some(Increment { first: number("60"), next: number("60"), ignore_below: number("0") })
    );
    assert_eq!(business.products["setup"].price, Some(Offer::Fixed(unit("1500", None, Cadence::Once))));
    let silver = &business.plans["silver"];
    assert_eq!(silver.products.keys().collect::<Vec<_>>(), ["platform", "minutes", "numbers"]);
    assert_eq!(silver.products["platform"].price, Offer::Fixed(unit("499", None, Cadence::Months(1))));
    assert_eq!(silver.products["numbers"].cost, business.products["numbers"].cost);
    assert_eq!(silver.limits["agents"], Some(number("50")));
    let vendor = &business.partners["vendor"];
    assert_eq!(vendor.first_year, Some(Share { low: number("0.15"), high: number("0.15") }));
    assert_eq!(vendor.then, Some(Share { low: number("0.075"), high: number("0.075") }));
    assert_eq!(vendor.claw_back_days, Some(90));
    let Some(Offer::Fixed(nodes)) = &business.products["nodes"].price else { panic!("no price") };
    assert_eq!((nodes.per.as_deref(), nodes.cadence), (Some("node"), Cadence::Months(12)));
    let Shape::Volume { tiers, list } = &nodes.shape else { panic!("{nodes}") };
    let each: Vec<String> = tiers.iter().map(|tier| tier.each.to_string()).collect();
    assert_eq!((each, *list), (vec!["500".into(), "450".into(), "400".into(), "350".into()], Some(number("500"))));
    assert_eq!(business.growth, Some(serde_json::json!({})));
}

#[test]
fn the_short_forms_of_a_price() {
    let fixed = |amount, per, cadence| Offer::Fixed(unit(amount, per, cadence));
    assert_eq!(fee("\"3/month\""), fixed("3", None, Cadence::Months(1)));
    assert_eq!(fee("\"3 / quarter\""), fixed("3", None, Cadence::Months(3)));
    assert_eq!(fee("\"3/half-year\""), fixed("3", None, Cadence::Months(6)));
    assert_eq!(fee("\"3.50/year\""), fixed("3.5", None, Cadence::Months(12)));
    assert_eq!(fee("\"1500 once\""), fixed("1500", None, Cadence::Once));
    assert_eq!(fee("\"500/node/year\""), fixed("500", Some("node"), Cadence::Months(12)));
    assert_eq!(fee("\"2500/person-week once\""), fixed("2500", Some("person-week"), Cadence::Once));
    assert_eq!(fee("{ each = 7, per = \"seat/month\" }"), fixed("7", Some("seat"), Cadence::Months(1)));
    assert_eq!(fee("{ each = 7, per = \"once\" }"), fixed("7", None, Cadence::Once));
    assert_eq!(fee("\"5-5/month\""), fixed("5", None, Cadence::Months(1)));
    let (low, high) = (unit("100", None, Cadence::Months(1)), unit("300", None, Cadence::Months(1)));
    assert_eq!(fee("\"100-300/month\""), Offer::Range { low: low.clone(), high: high.clone() });
    assert_eq!(fee("{ each = \"100-300\", per = \"month\" }"), Offer::Range { low, high });
    for written in
        ["\"0.025\"", "\"0.025/month\"", "\"0.025/minute\"", "\"0.025/Minutes/month\"", "{ each = \"0.025\" }"]
    {
        assert_eq!(metered(written), unit("0.025", None, Cadence::Months(1)), "{written}");
    }
    assert_eq!(metered("10"), unit("10", None, Cadence::Months(1)));
    let Shape::Percent(percent) = metered("\"2.99%\"").shape else { panic!() };
    assert_eq!(percent.rate, number("0.0299"));
}

#[test]
fn prices_that_leave_something_open_are_refused() {
    let refused = |text: &str| parse(&format!("{HEAD}{CALLS}{text}"), "x.toml").is_err();
    let fees = [
        "\"500\"",
        "\"500/node\"",
        "\"500/month once\"",
        "\"500/weekly\"",
        "\"500/a/b/c\"",
        "\"/month\"",
        "\"\"",
        "\"1e3/month\"",
        "\"1_000/month\"",
        "\"0x10/month\"",
        "\"٣/month\"",
        "\"1./month\"",
        "\".5/month\"",
        "\"NaN/month\"",
        "\"1000000000000/month\"",
        "\"0.0000000000001/month\"",
        "\"101%\"",
        "true",
        "[]",
        "{}",
        "{ each = \"1/month\", per = \"month\" }",
        "{ each = \"3/month\", included = 5 }",
        "{ volume = [{ each = 1 }] }",
        "{ factor = \"2\" }",
        "{ each = \"3/month\", min = 5, max = 4 }",
    ];
    for written in fees {
        assert!(refused(&format!("[products.p]\nprice = {written}\n")), "{written}");
    }
    let metered = [
        "\"1/year\"",
        "\"1 once\"",
        "\"1/hour\"",
        "{ volume = [] }",
        "{ volume = [{ upto = 5, each = 1 }] }",
        "{ graduated = [{ each = 1 }, { upto = 5, each = 1 }] }",
        "{ graduated = [{ upto = 0, each = 1 }, { each = 1 }] }",
        "{ graduated = [{ upto = 5 }, { each = 1 }] }",
        "{ graduated = [{ upto = 5, off = \"5%\" }, { each = 1 }] }",
        "{ volume = [{ upto = 5, each = \"0.000000000001\" }, { off = \"0.1%\" }] }",
        "{ package = { size = 0, price = 1 } }",
        "{ call = {} }",
        "{ call = { rate = 1, increment = \"0/1\" } }",
        "{ call = { tiers = [{ from = 5, rate = 1 }] } }",
        "{ call = { tiers = [{ rate = 1 }, { rate = 2 }] } }",
        "{ bands = [] }",
        "{ bands = [{ name = \"a\", rate = 1, start = \"24:00\" }] }",
        "{ bands = [{ name = \"a\", rate = 1 }, { name = \"b\", rate = 2, days = \"mon\", weight = 0 }, { name = \"c\", rate = 2, days = \"mon-fri\" }] }",
        "{ percent = \"2%\", included = 5 }",
        "{ deck = { by = \"a\", rows = { x = { deck = {} } } } }",
        "{ deck = { by = \"a\", rows = { x = \"1-2\" } } }",
    ];
    for written in metered {
        assert!(refused(&format!("[products.p]\nmeter = \"m\"\nprice = {written}\n")), "{written}");
    }
}

#[test]
fn tiers_take_their_price_from_each_list_or_flat() {
    let tier = |upto: Option<&str>, each: &str, flat: &str| Tier {
        upto: upto.map(number),
        each: number(each),
        flat: number(flat),
        size: Decimal::ONE,
    };
    let Shape::Graduated(tiers) = metered(
        "{ graduated = [{ upto = 5, flat = 100 }, { upto = \"10.5\", each = 2, flat = 3 }, { each = \"0.5\" }] }",
    )
    .shape
    else {
        panic!()
    };
    assert_eq!(tiers, [tier(Some("5"), "0", "100"), tier(Some("10.5"), "2", "3"), tier(None, "0.5", "0")]);
    let Shape::Volume { tiers, list } =
        metered("{ list = 500, volume = [{ upto = 99 }, { upto = 999, off = \"12.5%\" }, { each = 300 }] }").shape
    else {
        panic!()
    };
    assert_eq!(tiers, [tier(Some("99"), "500", "0"), tier(Some("999"), "437.5", "0"), tier(None, "300", "0")]);
    assert_eq!(list, Some(number("500")));
}

#[test]
fn calls_bands_and_decks() {
    let tier = |from: &str, rate: &str, increment: &str| CallTier {
        from: number(from),
        rate: number(rate),
        per: number("60"),
        increment: number(increment),
    };
    let call =
        |tiers: Vec<CallTier>| Call { connect: Decimal::ZERO, connect_at_zero: false, tiers, min: None, max: None };
    // Without `per` the rate is for what one unit of the meter holds: a minute of seconds.
    assert_eq!(
        metered("{ call = { rate = \"0.2\", increment = \"30/6\" } }").shape,
        Shape::Call(call(vec![tier("0", "0.2", "30"), tier("30", "0.2", "6")]))
    );
    assert_eq!(
        metered("{ call = { connect = \"0.4\", tiers = [{ rate = \"0.2\", increment = 60 }, { from = 60, rate = \"0.1\" }] } }").shape,
        Shape::Call(Call { connect: number("0.4"), ..call(vec![tier("0", "0.2", "60"), tier("60", "0.1", "1")]) })
    );
    assert_eq!(
        metered("{ bands = [{ name = \"weekend\", days = \"sat-sun\", start = \"08:30\", weight = 2, rate = 1, increment = 60 }] }").shape,
        Shape::Bands(vec![Band {
            name: "weekend".into(),
            days: vec![Weekday::Saturday, Weekday::Sunday],
            start_s: 30_600,
            month: None,
            day_of_month: None,
            weight: number("2"),
            call: call(vec![tier("0", "1", "60")]),
        }])
    );
    let Shape::Deck(deck) = metered("{ deck = { by = \"to.number\", match = \"prefix\", rows = { 44 = \"0.02\", 1 = \"5%\" }, otherwise = \"0.5\" } }").shape
    else {
        panic!()
    };
    assert_eq!((deck.attribute.as_str(), deck.matching), ("to.number", Matching::Prefix));
    assert_eq!(deck.rows.keys().collect::<Vec<_>>(), ["44", "1"]);
    assert_eq!(deck.otherwise.as_deref(), Some(&Shape::Unit(number("0.5"))));
}

#[test]
fn meters_have_units_filters_and_levels() {
    let business = read(
        "[meters.numbers]\nevent = \"n\"\nunique = \"number\"\n\
         [meters.disk]\nevent = \"d\"\ntime_weighted = \"gb\"\nlevels = \"change\"\nunit = \"GB\"\n\
         [meters.calls]\nevent = \"c\"\ncount = true\nonly = { \"call.direction\" = [\"in\", \"out\"], status = \"ok\" }\nunit = { name = \"Call\" }\n",
    );
    let unit = |name: &str| (business.meters[name].unit.name.clone(), business.meters[name].unit.plural.clone());
    assert_eq!(unit("numbers"), ("number".into(), "numbers".into()));
    assert_eq!(unit("disk"), ("GB".into(), "GB".into()));
    assert_eq!(unit("calls"), ("Call".into(), "Calls".into()));
    assert_eq!(business.meters["disk"].fold, Fold::TimeWeighted { attribute: "gb".into(), each: Level::Change });
    let only: Vec<(&str, usize)> =
        business.meters["calls"].only.iter().map(|f| (f.attribute.as_str(), f.values.len())).collect();
    assert_eq!(only, [("call.direction", 2), ("status", 1)]);
}

#[test]
fn a_plan_takes_over_what_it_does_not_say() {
    let business = read(
        "[products.a]\nprice = \"1/month\"\ncost = \"0.5/month\"\n[products.b]\nprice = \"2/month\"\n\
         [products.c]\ncost = [{ for = \"x\", price = \"25/month\" }, { for = \"y\", price = \"15.5/month\" }]\n\
         [products.n.price]\nper = \"node/year\"\nlist = 500\nvolume = [{ upto = 99 }, { off = \"10%\" }]\n\
         [plans.base]\nproducts = [\"b\", \"a\", \"c\"]\nlimits = { x = 1, y = 2 }\nsupport = \"s\"\ntrial = \"30 days\"\n\
         [plans.more]\nbased_on = \"base\"\nproducts = { a = { price = \"9/month\", cost = \"3/month\" }, n = { list = 1500, quantity = 5, optional = true } }\nlimits = { y = \"unlimited\" }\n\
         [support.s]\n",
    );
    let (base, more) = (&business.plans["base"], &business.plans["more"]);
    assert_eq!(more.products.keys().collect::<Vec<_>>(), ["b", "a", "c", "n"]);
    assert_eq!(more.products["b"], base.products["b"]);
    assert_eq!(more.products["a"].cost.as_ref().unwrap().price.to_string(), "3/month");
    // A product with a cost and no price is not charged; the parts of its cost add up.
    assert_eq!(base.products["c"].price, Offer::Fixed(unit("0", None, Cadence::Months(1))));
    assert_eq!(base.products["c"].cost.as_ref().unwrap().price, unit("40.5", None, Cadence::Months(1)));
    let nodes = &more.products["n"];
    assert_eq!(nodes.price.to_string(), "volume: to 99 at 1500, the rest at 1350/node/year");
    assert_eq!((nodes.quantity, nodes.optional), (number("5"), true));
    assert_eq!((more.limits["x"], more.limits["y"]), (Some(number("1")), None));
    assert_eq!((more.support.as_deref(), more.trial_days, more.title.as_str()), (Some("s"), 30, "More"));
}

#[test]
fn plans_do_not_chain_or_circle() {
    for text in [
        "[plans.a]\nbased_on = \"a\"\n",
        "[plans.a]\nbased_on = \"b\"\n[plans.b]\nbased_on = \"a\"\n",
        "[plans.a]\nbased_on = \"b\"\n[plans.b]\nbased_on = \"c\"\n[plans.c]\n",
    ] {
        let errors = parse(&format!("{HEAD}{text}"), "x.toml").unwrap_err();
        assert!(errors.to_string().contains("is itself based on another"), "{errors}");
    }
}

#[test]
fn what_is_left_out_has_its_default() {
    let business = read("[products.advanced_crm]\nprice = \"1/month\"\n[plans.p]\nproducts = [\"advanced_crm\"]\n");
    assert_eq!(business.options, Options::default());
    assert_eq!(business.products["advanced_crm"].title, "Advanced crm");
    assert_eq!((business.brand.name.as_str(), business.brand.colour.as_str()), ("X", "#0b6e4f"));
    let sold = &business.plans["p"].products["advanced_crm"];
    assert_eq!((sold.quantity, sold.optional), (Decimal::ONE, false));
    let options = read("[options]\nlate_events = \"1 day\"\nfuture_events = \"2 minutes\"\nclose_after = \"2 days\"\ndue = \"0 days\"\n").options;
    assert_eq!(
        (options.late_days_max, options.future_seconds_max, options.close_after_hours, options.due_days),
        (1, 120, 48, 0)
    );
}

#[test]
fn the_digest_is_of_the_bytes() {
    assert_eq!(crate::digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(read("").digest, crate::digest(HEAD));
}
