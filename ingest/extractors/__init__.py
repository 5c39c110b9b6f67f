"""One file format a module, found as plug-ins: see `ingest.extractor` for what each offers."""
