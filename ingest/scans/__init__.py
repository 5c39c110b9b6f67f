"""What the worker makes of pages that OCR read: spelling mended, junk dropped, readings merged, more of them asked for."""
