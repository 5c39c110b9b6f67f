"""A whole site of many machines as plain processes on one: what `docker-compose.yml` describes, without Docker."""
