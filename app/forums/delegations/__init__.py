"""Members register who comes to an edition, and whom each would like to visit."""
