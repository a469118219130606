"""What wants an organiser's attention today: each matter with the rows behind it."""
