"""Tests of the mobilities."""
