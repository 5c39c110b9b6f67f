"""What an engine does by itself, without anything of ours: plug-ins, one a module, named as those of `index.engines`.

A plug-in is made with the folder that `index.open.engine` gets, and is a `benchmarks.speed.asking.Raw`.
"""
