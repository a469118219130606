"""Grants: what a mobility may cost the programme, by the rules of its call year."""
