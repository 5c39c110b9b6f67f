"""The databases an archive can be kept in, one module each; only `archive.dialect` imports them."""
