"""Which hosts suit a need, and why."""
