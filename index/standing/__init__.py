"""Standing queries: saved once, asked of every new document."""
