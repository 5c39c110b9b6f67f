"""What `benchmarks.faults` does to a running cluster, and how it keeps account of what comes of it."""
