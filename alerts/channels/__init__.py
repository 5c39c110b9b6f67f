"""One module a channel, found and never listed."""
