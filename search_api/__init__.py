"""HTTP: public search, documents, pages, originals and feeds, under `/api/v1` and `/feeds`."""
