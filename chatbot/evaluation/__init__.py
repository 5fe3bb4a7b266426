"""How good the answers are: questions through the whole chain, their figures, the report."""
