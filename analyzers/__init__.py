"""Text to tokens, lemmas and highlights, per language. No input or output but the lexicon's file."""
