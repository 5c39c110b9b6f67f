"""Who is it, and may they? Signing in and everything that lets somebody in; what is known of them is in the archive."""
