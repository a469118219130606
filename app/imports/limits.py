"""How large and of what make an uploaded file may be; trust in files ends here."""

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes of an uploaded file."""
MOST_ENTRIES = 50
"""Files inside a workbook, which is a zip archive."""
LARGEST_UNPACKED = 50 * 1024 * 1024
"""Bytes of a workbook's content, as its directory declares and as it really is."""
LARGEST_RATIO = 100
"""How many times larger an entry may be than what it is packed into."""
SMALL_ENTRY = 64 * 1024
"""Bytes below which an entry's ratio is nobody's concern."""
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 10_000
"""Characters of one cell; the longest text that any column takes has 2,000."""
MOST_CHARACTERS = 20_000_000
"""Characters of a whole sheet."""
CPU_SECONDS = 20
MEMORY_BYTES = 512 * 1024 * 1024
WAIT_SECONDS = 30
