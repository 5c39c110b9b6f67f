"""The query language, the search engine port and its adapters. Disposable: rebuilt from the archive at any
time.
"""
