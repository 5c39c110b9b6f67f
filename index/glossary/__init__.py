"""Terms of the councils' administration that say the same, in Arabic, French and English: data and how it is looked up."""
