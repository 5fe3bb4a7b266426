"""A policy file becomes clauses, an index, and hits."""
