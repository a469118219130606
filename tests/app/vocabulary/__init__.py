"""Tests of the vocabulary's commands."""
