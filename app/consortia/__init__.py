"""Mobility consortia: who coordinates, who belongs to them and since when."""
