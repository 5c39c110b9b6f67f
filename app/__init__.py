"""Settings, the wiring of adapters and the command line: the only place that knows everybody."""
