"""Where the vocabulary's files are: the shipped ones, and what an operator loaded in addition."""

import os
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "seeds" / "reference" / "vocabulary"
"""The files that a curator edits."""


def data_folder() -> Path:
    """Return the service's data directory, which the setting NETINVET_DATA names."""
    return Path(os.environ.get("NETINVET_DATA", "var"))
