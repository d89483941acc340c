//! What every handler has at hand.

use std::sync::{Arc, Mutex, PoisonError};

use app::App;

use crate::{layer::guard::Words, settings::Settings};

/// The words of one version of the business file, by its digest.
type WordsOf = (String, Arc<Words>);

#[derive(Clone)]
pub struct Web {
    pub app: App,
    pub settings: Arc<Settings>,
    words: Arc<Mutex<Option<WordsOf>>>,
}

impl Web {
    pub fn new(app: App, settings: Settings) -> Self {
        Self { app, settings: Arc::new(settings), words: Arc::default() }
    }

    /// The confidential words of the business in force, prepared once a version.
    pub async fn words(&self) -> app::Outcome<Arc<Words>> {
        let Some(business) = self.app.face().await? else { return Ok(Arc::default()) };
        let mut kept = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((digest, words)) = &*kept
            && *digest == business.digest
        {
            return Ok(Arc::clone(words));
        }
        let vendors = business.vendors.values().map(|vendor| vendor.name.as_str());
        let words = Arc::new(Words::new(vendors.chain(business.confidential.iter().map(String::as_str))));
        *kept = Some((business.digest.clone(), Arc::clone(&words)));
        Ok(words)
    }
}
