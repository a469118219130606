"""Lists on paper and as sheets: for a host's gate, a coach, a school; and badges."""
