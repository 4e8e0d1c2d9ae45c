//! A description, understood twice: as the vendor wrote it, and with its overlays.

use std::sync::Arc;

use crate::{
    bundle,
    error::{Errors, Source},
    ir::Api,
    pipeline::{Input, understand},
    settings::Settings,
};

/// A description, as the vendor wrote it and as the client is generated from it.
#[derive(Clone, Debug)]
pub struct Version {
    /// What a report calls it.
    pub name: String,
    /// The vendor's text.
    pub source: Arc<Source>,
    /// What the vendor describes.
    pub vendor: Api,
    /// What the overlays make of it; nothing where there are none.
    pub client: Option<Api>,
}

impl Version {
    /// Reads a description without its overlays, and with them where there are any.
    ///
    /// # Errors
    ///
    /// All errors of the first step of generation that has one.
    pub fn read(name: impl Into<String>, input: &Input, settings: &Settings) -> Result<Self, Errors> {
        let raw = Input { overlays: Vec::new(), ..input.clone() };
        let mut of_vendor = settings.clone();
        if !input.overlays.is_empty() {
            // What the vendor says of its version may be what an overlay corrects.
            of_vendor.client.version_header = None;
        }
        let loaded = bundle::load(&input.description)?;
        let again = (!input.overlays.is_empty()).then(|| loaded.clone());
        let (vendor, _) = understand(loaded, &raw, &of_vendor)?;
        let client = again.map(|loaded| understand(loaded, input, settings)).transpose()?.map(|(client, _)| client);
        Ok(Self { name: name.into(), source: Arc::clone(&input.description), vendor, client })
    }

    /// What the client is generated from.
    #[must_use]
    pub fn client(&self) -> &Api {
        self.client.as_ref().unwrap_or(&self.vendor)
    }
}
