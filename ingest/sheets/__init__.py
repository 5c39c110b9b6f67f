"""Sheets that say of files what they are: read in a child, row by row; wrong rows are told of and the others go on."""
