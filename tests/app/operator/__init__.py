"""Tests of the commands of an operator."""
