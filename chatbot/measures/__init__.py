"""What a policy does for whom: measures 措施 in its clauses, and which of them fit an enterprise."""
