"""Tests of what is known of people."""
