"""Events on the day: entered in three taps, kept as facts of the edition, answered by a search."""
