"""Tests of the consortia."""
