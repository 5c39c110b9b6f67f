"""Editors in front of documents, their text and their pages."""
