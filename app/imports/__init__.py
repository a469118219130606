"""Spreadsheets in and out: reading, checking, confirming, exporting."""
