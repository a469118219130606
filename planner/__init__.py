"""Who visits which hosts, in what group, when, by which tour."""
