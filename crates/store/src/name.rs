//! Texts that repeat in every event, kept once: sources and types.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use sqlx::PgConnection;

use crate::{KindId, SourceId, Store, StoreError};

/// Texts of one kind remembered in memory; beyond it, memory is emptied and fills again.
const REMEMBERED_MAX: usize = 100_000;

/// What this process knows of interned texts. The database is the truth; ids never change.
#[derive(Debug, Default)]
pub(crate) struct Names {
    sources: Known,
    kinds: Known,
}

#[derive(Debug, Default)]
struct Known(RwLock<Both>);

#[derive(Debug, Default)]
struct Both {
    ids: HashMap<Arc<str>, i32>,
    texts: HashMap<i32, Arc<str>>,
}

impl Known {
    /// An id for each text; those not remembered are collected in `unknown`.
    fn ids<'t>(&self, texts: &[&'t str], unknown: &mut Vec<&'t str>) -> Vec<i32> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut last = ("", 0);
        let mut id_of = |&text: &&'t str| {
            // Events of one request mostly name one source.
            if last.1 == 0 || last.0 != text {
                let id = known.ids.get(text).copied().unwrap_or(0);
                if id == 0 {
                    unknown.push(text);
                }
                last = (text, id);
            }
            last.1
        };
        texts.iter().map(&mut id_of).collect()
    }

    fn text(&self, id: i32) -> Option<Arc<str>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).texts.get(&id).cloned()
    }

    fn learn(&self, rows: &[(i32, String)]) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.ids.len() + rows.len() > REMEMBERED_MAX {
            *known = Both::default();
        }
        for (id, text) in rows {
            let text: Arc<str> = text.as_str().into();
            known.ids.insert(Arc::clone(&text), *id);
            known.texts.insert(*id, text);
        }
    }
}

/// The statements for one kind of text.
struct Statements {
    add: &'static str,
    by_text: &'static str,
    by_id: &'static str,
}

const SOURCE: Statements = Statements {
    // Looked for first, so that a known text does not use up an id.
    add: "insert into source (name) select distinct t from unnest($1::text[]) t \
          where not exists (select from source s where s.name = t) order by t on conflict do nothing",
    by_text: "select id, name from source where name = any ($1)",
    by_id: "select id, name from source where id = any ($1)",
};

const KIND: Statements = Statements {
    add: "insert into event_kind (name) select distinct t from unnest($1::text[]) t \
          where not exists (select from event_kind s where s.name = t) order by t on conflict do nothing",
    by_text: "select id, name from event_kind where name = any ($1)",
    by_id: "select id, name from event_kind where id = any ($1)",
};

impl Store {
    /// The ids of CloudEvents sources, one for each text, in order; new ones are recorded. Answers from memory once
    /// they are known.
    pub async fn sources(&self, texts: &[&str]) -> Result<Vec<SourceId>, StoreError> {
        let ids = self.intern(&self.names.sources, &SOURCE, texts).await?;
        Ok(ids.into_iter().map(SourceId).collect())
    }

    /// The ids of CloudEvents types, likewise.
    pub async fn kinds(&self, texts: &[&str]) -> Result<Vec<KindId>, StoreError> {
        let ids = self.intern(&self.names.kinds, &KIND, texts).await?;
        Ok(ids.into_iter().map(KindId).collect())
    }

    async fn intern(&self, known: &Known, sql: &Statements, texts: &[&str]) -> Result<Vec<i32>, StoreError> {
        let mut unknown = Vec::new();
        let ids = known.ids(texts, &mut unknown);
        if unknown.is_empty() {
            return Ok(ids);
        }
        sqlx::query(sql.add).bind(&unknown).execute(&self.app).await?;
        let rows: Vec<(i32, String)> = sqlx::query_as(sql.by_text).bind(&unknown).fetch_all(&self.app).await?;
        known.learn(&rows);
        let found: HashMap<&str, i32> = rows.iter().map(|(id, text)| (text.as_str(), *id)).collect();
        let id_of = |(text, id): (&&str, i32)| if id == 0 { found.get(text).copied().unwrap_or(0) } else { id };
        Ok(texts.iter().zip(ids).map(id_of).collect())
    }
}

impl Names {
    pub(crate) async fn source_texts(
        &self,
        connection: &mut PgConnection,
        ids: &[i32],
    ) -> Result<Vec<Arc<str>>, StoreError> {
        self.sources.texts(connection, SOURCE.by_id, ids).await
    }

    pub(crate) async fn kind_texts(
        &self,
        connection: &mut PgConnection,
        ids: &[i32],
    ) -> Result<Vec<Arc<str>>, StoreError> {
        self.kinds.texts(connection, KIND.by_id, ids).await
    }
}

impl Known {
    async fn texts(
        &self,
        connection: &mut PgConnection,
        by_id: &'static str,
        ids: &[i32],
    ) -> Result<Vec<Arc<str>>, StoreError> {
        let mut unknown: Vec<i32> = ids.iter().copied().filter(|id| self.text(*id).is_none()).collect();
        unknown.sort_unstable();
        unknown.dedup();
        let mut found = HashMap::new();
        if !unknown.is_empty() {
            let rows: Vec<(i32, String)> = sqlx::query_as(by_id).bind(&unknown).fetch_all(connection).await?;
            self.learn(&rows);
            found.extend(rows.into_iter().map(|(id, text)| (id, Arc::from(text))));
        }
        let orphan = || StoreError::OutOfRange("an event names a source or type that is not there".into());
        ids.iter().map(|id| self.text(*id).or_else(|| found.get(id).cloned()).ok_or_else(orphan)).collect()
    }
}
