"""A question becomes a checked answer with cited clauses."""
