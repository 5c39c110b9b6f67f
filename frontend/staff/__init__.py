"""Pages for people who sign in: their own account, the people of a body, who did what."""
