"""Finding what tells of private persons before a document is published, by rules that are TOML and by keys of numbers."""
