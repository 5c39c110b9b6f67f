"""Finding personal data."""
