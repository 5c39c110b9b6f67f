"""True values of real documents, for `benchmarks.description`."""
