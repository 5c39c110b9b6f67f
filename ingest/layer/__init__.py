"""The text layer of a PDF page: from glyphs and where they stand to lines of text in reading order, with word boxes.

`collector` gathers the glyphs a page draws, `rows` finds lines and their pieces, `reading_order` columns, `spacing`
word gaps, `visual_order` the logical order of letters, `presentation_forms`, `actual_text` and `brackets` what the
letters stand for, and `page_text` puts the text together. Everything is decided from geometry, a line at a time.
"""
