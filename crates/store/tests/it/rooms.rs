//! The small rooms: versions, tenants, keys, kept answers, rejected events.

use kernel::{
    Role,
    id::{ApiKeyId, RejectedId, TenantName},
};
use store::{KeptAnswer, NewKey, NewRejected, NewTenant, NewVersion, Recorded, TenantPage, testing};

use crate::support::{at, client, day};

#[tokio::test]
async fn versions_count_up_and_the_same_text_again_is_the_same_version() {
    let database = testing::database().await;
    let store = database.store();
    assert_eq!(store.current_version().await.unwrap(), None);
    let new = |digest: &'static str, text: &'static str| NewVersion {
        digest,
        text,
        effective_from: day("2025-01-01"),
        applied_at: at("2025-01-01T00:00:00Z"),
    };
    let Recorded::Now(one) = store.apply_version(new("a", "A")).await.unwrap() else { panic!("a first version") };
    assert_eq!(one.id.number(), 1);
    assert_eq!(store.apply_version(new("a", "A")).await.unwrap(), Recorded::Already(one.clone()));
    let Recorded::Now(two) = store.apply_version(new("b", "B")).await.unwrap() else { panic!("a second version") };
    // Going back is going on.
    let Recorded::Now(three) = store.apply_version(new("a", "A")).await.unwrap() else { panic!("a third version") };
    assert_eq!((two.id.number(), three.id.number()), (2, 3));
    assert_eq!(store.current_version().await.unwrap(), Some(three));
    assert_eq!(store.version(one.id).await.unwrap(), Some(one));
    // Two at once with the same text make one.
    let (a, b) = tokio::join!(store.apply_version(new("c", "C")), store.apply_version(new("c", "C")));
    let is_new = |outcome| matches!(outcome, Ok(Recorded::Now(_)));
    assert_ne!(is_new(a), is_new(b));
}

#[tokio::test]
async fn tenants_are_found_by_name_and_by_part_of_a_name() {
    let database = testing::database().await;
    let store = database.store();
    for name in ["zeta", "Alpha-1", "alpha-2", "beta"] {
        client(store, name).await;
    }
    let name: TenantName = "beta".parse().unwrap();
    let add = |title| NewTenant { name: &name, title, zone: None, created: at("2026-01-01T00:00:00Z") };
    assert!(matches!(store.add_tenant(add("A tenant")).await.unwrap(), Recorded::Already(_)));
    assert!(matches!(store.add_tenant(add("Another")).await.unwrap(), Recorded::Conflict(_)));
    let page = |after, search, limit| TenantPage { after, search, limit };
    let names =
        |rows: Vec<store::TenantTerms>| rows.into_iter().map(|row| row.tenant.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(store.tenants(page(None, None, 3)).await.unwrap()), ["Alpha-1", "alpha-2", "beta"]);
    assert_eq!(names(store.tenants(page(Some(&name), None, 3)).await.unwrap()), ["zeta"]);
    assert_eq!(names(store.tenants(page(None, Some("ALPHA"), 9)).await.unwrap()), ["Alpha-1", "alpha-2"]);
    assert_eq!(names(store.tenants(page(None, Some("%"), 9)).await.unwrap()), Vec::<String>::new());
    assert_eq!((store.tenants_count(None).await.unwrap(), store.tenants_count(Some("ETA")).await.unwrap()), (4, 2));
    let terms = store.tenant_terms(&name).await.unwrap().unwrap();
    assert_eq!((terms.contracts.len(), terms.tenant.terms), (1, 1));
    assert_eq!(store.tenant_terms(&"nobody".parse().unwrap()).await.unwrap(), None);
}

#[tokio::test]
async fn what_was_agreed_keeps_its_order() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let version = crate::support::version(store).await;
    let agreed: model::Map<_> = ["zz", "a", "middle"]
        .into_iter()
        .zip(["1.50", "2", "0.0001"])
        .map(|(k, v)| (k.into(), v.parse().unwrap()))
        .collect();
    let none = model::Map::new();
    let new = store::NewContract { quantities: &agreed, ..crate::support::contract(version.id, "2025-02-01", &none) };
    let mut tx = store.tenant(client.id).await.unwrap();
    tx.add_contract(new).await.unwrap();
    tx.commit().await.unwrap();
    let kept = store.view(client.id).await.unwrap().contracts().await.unwrap().pop().unwrap();
    assert_eq!(kept.quantities.keys().collect::<Vec<_>>(), ["zz", "a", "middle"]);
    assert_eq!(kept.quantities["zz"].to_string(), "1.50");
}

#[tokio::test]
async fn a_key_is_found_by_its_hash_only() {
    let database = testing::database().await;
    let store = database.store();
    let tenant = client(store, "abc-solar").await.id;
    let id = |n| ApiKeyId::from_uuid(uuid::Uuid::from_u128(n));
    let key = |n, role, tenant, secret_hash| NewKey {
        id: id(n),
        role,
        tenant,
        secret_hash,
        label: "x",
        created: at("2025-01-01T00:00:00Z"),
    };
    store.add_key(key(1, Role::Operator, None, &[1; 32])).await.unwrap();
    store.add_key(key(2, Role::Tenant, Some(tenant), &[2; 32])).await.unwrap();
    assert!(store.add_key(key(3, Role::Tenant, None, &[3; 32])).await.is_err(), "a tenant's key names its tenant");
    assert!(store.add_key(key(4, Role::Operator, Some(tenant), &[4; 32])).await.is_err(), "others name none");
    let found = store.key(&[2; 32]).await.unwrap().unwrap();
    assert_eq!((found.role, found.tenant.unwrap().as_str()), (Role::Tenant, "abc-solar"));
    assert_eq!(store.key(&[9; 32]).await.unwrap(), None);
    assert!(store.revoke_key(id(1), at("2025-02-01T00:00:00Z")).await.unwrap());
    assert!(store.revoke_key(id(1), at("2025-03-01T00:00:00Z")).await.unwrap());
    assert!(!store.revoke_key(id(9), at("2025-03-01T00:00:00Z")).await.unwrap());
    store.key_used(id(1), at("2025-01-05T00:00:00Z")).await.unwrap();
    let revoked = store.key(&[1; 32]).await.unwrap().unwrap();
    assert_eq!(revoked.revoked, Some(at("2025-02-01T00:00:00Z")));
    assert_eq!(revoked.last_used, Some(at("2025-01-05T00:00:00Z")));
    assert_eq!(store.keys(10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_first_answer_to_a_key_stays() {
    let database = testing::database().await;
    let store = database.store();
    let answer = |body: &str| KeptAnswer {
        request_digest: [7; 32],
        status: 201,
        content_type: "application/json".into(),
        body: body.into(),
        created: at("2025-01-01T00:00:00Z"),
    };
    assert_eq!(store.recall("operator", "k").await.unwrap(), None);
    assert_eq!(store.remember("operator", "k", &answer("one")).await.unwrap(), answer("one"));
    assert_eq!(store.remember("operator", "k", &answer("two")).await.unwrap(), answer("one"));
    assert_eq!(store.recall("operator", "k").await.unwrap(), Some(answer("one")));
    assert_eq!(store.recall("tenant", "k").await.unwrap(), None);
    assert_eq!(store.forget_answers(at("2025-01-01T00:00:00Z")).await.unwrap(), 0);
    assert_eq!(store.forget_answers(at("2025-01-01T00:00:01Z")).await.unwrap(), 1);
}

#[tokio::test]
async fn rejected_events_wait_in_order_and_are_counted_not_piled_up() {
    let database = testing::database().await;
    let store = database.store();
    let id = |n| RejectedId::from_uuid(uuid::Uuid::from_u128(n));
    let event = |n, raw| NewRejected {
        id: id(n),
        received: at("2025-01-01T00:00:00Z"),
        subject: Some("who\0"),
        event_id: None,
        reason: "unknown_tenant",
        detail: "No tenant is called who.",
        raw,
    };
    store.reject(&[event(1, "one"), event(2, "two"), event(3, "one")]).await.unwrap();
    store.reject(&[event(4, "two")]).await.unwrap();
    store.reject(&[]).await.unwrap();
    let waiting = store.rejected(None, 10).await.unwrap();
    assert_eq!(waiting.iter().map(|row| (row.id, row.times)).collect::<Vec<_>>(), [(id(1), 2), (id(2), 2)]);
    assert_eq!(waiting[0].subject.as_deref(), Some("who\u{fffd}"));
    assert_eq!(store.rejected(Some(id(1)), 10).await.unwrap().len(), 1);
    assert!(store.mark_replayed(id(1), at("2025-01-02T00:00:00Z")).await.unwrap());
    assert!(!store.mark_replayed(id(1), at("2025-01-03T00:00:00Z")).await.unwrap());
    assert_eq!(store.rejected_count().await.unwrap(), 1);
    assert_eq!(store.rejected_one(id(1)).await.unwrap().unwrap().replayed, Some(at("2025-01-02T00:00:00Z")));
    // Refused again after its replay: a new row.
    store.reject(&[event(5, "one")]).await.unwrap();
    assert_eq!(store.rejected(None, 10).await.unwrap().iter().map(|row| row.id).collect::<Vec<_>>(), [id(2), id(5)]);
}

#[tokio::test]
async fn texts_and_series_keep_their_ids() {
    let database = testing::database().await;
    let store = database.store();
    let ids = store.sources(&["a", "b", "a", "c"]).await.unwrap();
    assert_eq!((ids[0], ids.len()), (ids[2], 4));
    assert_ne!(ids[0], ids[1]);
    // Another process, with an empty memory, finds the same.
    let other = store::Store::connect(database.options()).await.unwrap();
    let (mine, theirs) = tokio::join!(store.sources(&["d", "e", "a"]), other.sources(&["e", "d", "a"]));
    let (mine, theirs) = (mine.unwrap(), theirs.unwrap());
    assert_eq!((mine[0], mine[1], mine[2]), (theirs[1], theirs[0], theirs[2]));
    assert_eq!(crate::support::series(store).await, crate::support::series(&other).await);
}
