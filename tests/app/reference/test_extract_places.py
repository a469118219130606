"""The shipped gazetteer is what the script makes of the pinned development package."""

import gzip

import pytest

from app.reference.extract_places import PLACES, extract


@pytest.mark.slow
def test_the_shipped_places_are_what_the_script_extracts() -> None:
    shipped = gzip.decompress(PLACES.read_bytes()).decode().splitlines()

    assert extract() == shipped
