"""One extractor a file: each offers `PLUGIN` and declares the media types it takes."""
