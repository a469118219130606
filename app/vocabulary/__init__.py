"""The vocabulary at the service's doors: linking texts, checking and loading files."""
