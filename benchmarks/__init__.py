"""Measurements on test sets and machines, run by hand: `python -m benchmarks.NAME`."""
