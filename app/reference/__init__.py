"""Reference data: how the files of `seeds/reference` are made and loaded."""
