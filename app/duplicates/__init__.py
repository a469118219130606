"""Entries that stand in the directory twice: proposed, merged, kept apart, and the way back."""
