"""Pages for citizens: templates, styles, scripts and the words that are not the field's own."""
