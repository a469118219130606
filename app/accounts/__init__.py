"""People, their roles, signing in, private links and API tokens."""
