"""Tests of what one participant sees and does."""
