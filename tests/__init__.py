"""The same tree as the code, and contract/, browser/, benchmarks/."""
