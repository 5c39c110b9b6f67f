"""The worker's part of reading page images."""
