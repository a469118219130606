"""Work outside requests: the queue wakes, the rows tell the truth."""
