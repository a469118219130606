"""The outbox: every message is a row first, and is sent by the worker."""
