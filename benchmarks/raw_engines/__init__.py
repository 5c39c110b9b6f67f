"""What an engine does by itself, without anything of ours: plug-ins, one a module, named as those of `index.engines`.

A plug-in is called with the folder that `index.open.engine` gets and returns a function: asked with exact terms, it searches
the public documents that hold all of them, best ten first, and returns how many came back.
"""
