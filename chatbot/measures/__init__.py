"""Measures 措施: what a policy does for whom, and which of them fit an enterprise."""
