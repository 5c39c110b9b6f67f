"""Puts right what a PDF's text layer says wrongly, where the lexicon proves it. Runs in the worker, never in a child.

`words` cuts a page into words and puts it together again, so that offsets and boxes stay aligned; `spelling` mends single
words, `swaps` ligatures whose letters stand in the wrong order, `mirrored` whole lines, `broken` words in pieces, and
`page_repair` decides what is done to which page.
"""
