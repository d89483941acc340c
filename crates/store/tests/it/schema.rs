use store::testing;

#[tokio::test]
async fn a_database_migrates_twice() {
    let database = testing::database().await;
    database.store().migrate().await.unwrap();
}
