"""The service: pages, API, commands and background work around the two pure packages."""
