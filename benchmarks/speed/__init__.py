"""What `benchmarks.search` is made of: a large archive, its questions, the server and those who ask."""
