"""What the worker makes of pages that OCR read: spelling put right, junk dropped, readings merged, more of them asked for."""
