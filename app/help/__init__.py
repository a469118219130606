"""Help: a page for each journey in each language, and pages made from the code itself."""
