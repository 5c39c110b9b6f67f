"""Searchable PDFs: the pages as they are, our text under them. Runs only inside a child of `ingest.sandbox`.

`placing` says where each piece of text stands and in which order it is written, `text_layer` writes that as PDF operators
in the font of `glyphless`, `silencing` makes a file's own wrong text unselectable, `image_sheets` turns images into pages,
`build` puts it all together.
"""
