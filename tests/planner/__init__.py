"""The planner, judged from outside."""
