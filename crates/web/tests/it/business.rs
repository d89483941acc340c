use crate::world::{BUSINESS, Who, World};

const TOML: &str = "application/toml";

#[tokio::test]
async fn a_file_is_put_in_force_once() {
    let world = World::empty().await;
    world.get(Who::Operator, "/v1/business").await.refused(404);
    let first = world.post(Who::Operator, "/v1/business", TOML, BUSINESS).await.ok(201);
    assert_eq!((first["name"].as_str(), first["currency"].as_str()), (Some("YourBrand Dialer"), Some("USD")));
    assert_eq!(first["text"], BUSINESS);
    assert_eq!(world.post(Who::Operator, "/v1/business", TOML, BUSINESS).await.ok(200), first);
    assert_eq!(world.get(Who::Operator, "/v1/business").await.ok(200), first);
    let next = BUSINESS.replace("0.025", "0.03");
    let second = world.post(Who::Operator, "/v1/business", TOML, next).await.ok(201);
    assert_ne!(second["digest"], first["digest"]);
}

#[tokio::test]
async fn a_file_with_errors_changes_nothing_and_each_error_has_its_place() {
    let world = World::new().await;
    let before = world.get(Who::Operator, "/v1/business").await.ok(200);
    let wrong = BUSINESS.replace("currency = \"USD\"", "currency = \"DOLLARS\"").replace("sum = ", "sun = ");
    let problem = world.post(Who::Operator, "/v1/business", TOML, wrong.clone()).await;
    assert_eq!(problem.status.as_u16(), 400);
    assert!(problem.json()["detail"].as_str().unwrap().contains("DOLLARS"));
    assert_eq!(world.get(Who::Operator, "/v1/business").await.ok(200), before);

    let found = world.post(Who::Operator, "/v1/business/check", TOML, wrong).await.ok(200);
    assert_eq!(found["ok"], false);
    let errors = found["errors"].as_array().unwrap();
    assert!(errors.iter().any(|error| error["code"] == "not_a_currency" && error["line"] == 3), "{found}");
    assert!(found["report"].as_str().unwrap().contains("business.toml"));
    let fine = world.post(Who::Operator, "/v1/business/check", TOML, BUSINESS).await.ok(200);
    assert_eq!((&fine["ok"], fine["errors"].as_array().map(Vec::len)), (&true.into(), Some(0)));
}

#[tokio::test]
async fn only_the_file_itself_is_taken() {
    let world = World::new().await;
    world.post(Who::Operator, "/v1/business", "application/json", "{}").await.refused(415);
    world.post(Who::Operator, "/v1/business", TOML, vec![0xffu8, 0xfe]).await.refused(400);
    world.post(Who::Operator, "/v1/business", TOML, vec![b'#'; (1 << 20) + 1]).await.refused(413);
}
