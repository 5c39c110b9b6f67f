"""Telling people of new documents: feeds, and the channels they leave by."""
