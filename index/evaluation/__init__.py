"""How good retrieval is: questions with known clauses, splits, figures and their uncertainty."""
