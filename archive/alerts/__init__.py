"""Who wants to be told of what, and what was told."""
