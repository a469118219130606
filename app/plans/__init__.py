"""Plan runs, their plans, pins and published versions; the bridge to the planner."""
