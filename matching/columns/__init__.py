"""The offers as columns, for the same rules, criteria and ranking over very many of them.

Facts of few distinct values are numbered, and the plain functions of `matching.eligibility` and
`matching.criteria` are asked once per distinct value; only sums over numbers are written again.
So the answers equal those of the plain functions to the last bit, which a test compares.
"""
