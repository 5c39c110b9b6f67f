"""What the worker makes of pages that OCR read: words spelt right, junk dropped, readings merged, second readings asked for."""
