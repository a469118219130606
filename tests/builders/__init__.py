"""Rows for tests: plain functions, one module a subject, every argument optional."""
