"""From a file to searchable pages: identified, extracted, read by OCR where needed, described, indexed; all durable."""
