"""A sample archive of two invented councils: documents of every kind and form, with the truth beside each."""
