use super::*;

fn chart(values: &[&str]) -> Chart {
    let points = values.iter().enumerate().map(|(index, value)| Point {
        label: format!("{} Oct", index + 1),
        value: value.parse().unwrap(),
        text: format!("{value} minutes"),
    });
    Chart { id: "c".into(), title: "Minutes per day".into(), points: points.collect() }
}

fn ticks(highest: &str) -> Vec<String> {
    scale::Scale::up_to(highest.parse().unwrap()).ticks().into_iter().map(|(_, text)| text).collect()
}

#[test]
fn an_axis_has_round_steps() {
    assert_eq!(ticks("1561"), ["0", "500", "1,000", "1,500", "2,000"]);
    assert_eq!(ticks("5"), ["0", "1", "2", "3", "4", "5"]);
    assert_eq!(ticks("0.3"), ["0", "0.1", "0.2", "0.3"]);
    assert_eq!(ticks("6400000"), ["0", "2M", "4M", "6M", "8M"]);
    assert_eq!(ticks("45000"), ["0", "10k", "20k", "30k", "40k", "50k"]);
    assert_eq!(ticks("0"), ["0", "1"]);
    assert_eq!(ticks("-3"), ["0", "1"]);
}

#[test]
fn bars_stand_on_the_axis_and_say_what_they_are() {
    let svg = chart(&["0", "50", "100"]).svg();
    assert_eq!(svg.matches("class=\"bar\"").count(), 2, "nothing is drawn for nothing");
    assert!(svg.contains("height=\"202.0\""), "{svg}");
    assert!(svg.contains("height=\"101.0\""));
    assert!(svg.contains("<title>3 Oct: 100 minutes</title>"));
    assert!(svg.contains("The highest is 100 minutes, 3 Oct."));
    assert!(!svg.contains("style"), "the content security policy forbids inline style");
}

#[test]
fn labels_are_escaped_and_not_crowded() {
    let mut crowded = chart(&["1"; 31]);
    crowded.title = "<script>".into();
    let svg = crowded.svg();
    assert!(!svg.contains("<script>"));
    assert_eq!(svg.matches("text-anchor=\"middle\"").count(), 7);
}

#[test]
fn no_figures_make_an_empty_axis() {
    let svg = chart(&[]).svg();
    assert!(svg.contains("Nothing yet.") && !svg.contains("class=\"bar\""));
    let huge = chart(&["79228162514264337593543950335", "1/3"]).svg();
    assert!(huge.contains("class=\"bar\""));
}
