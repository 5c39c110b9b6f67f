"""Search engines, one a module: plug-ins of `index.engine.SearchEngine`."""
