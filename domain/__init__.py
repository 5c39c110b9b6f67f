"""The words of the field as plain data: documents, searches, failures. Standard library only."""
