"""Numbers in Arabic-Indic digits, read by the shapes of their digits: Tesseract's models take most of them for others."""
