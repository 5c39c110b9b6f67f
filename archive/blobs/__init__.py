"""Places to keep files: one adapter a module, its `PLUGIN` called with a location (`archive.blob_store`)."""
