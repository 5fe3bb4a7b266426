"""Evidence → the statements of an answer: in the clauses' own words, or by a language model."""
