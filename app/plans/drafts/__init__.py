"""Drafts beside searches: what-if copies with one thing changed, and plans moved by hand."""
