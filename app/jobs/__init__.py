"""Work outside requests: rows say what there is to do, the queue only wakes a worker."""
