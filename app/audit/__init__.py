"""The trail of who did what, written with the change itself."""
