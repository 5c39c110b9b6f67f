"""Tests of ingest: every sample is built here, in the format's own terms."""
