"""Mobilities of learners and staff: who goes where, with whom, on what papers."""
