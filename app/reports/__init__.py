"""What came of the visits, in figures that open their lists."""
