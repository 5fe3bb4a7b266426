"""Candidates from a Milvus server: vectors and full text in one collection that many may search.

How revisions are kept apart, and why full text is sparse vectors of our own: docs/adr/0013.
"""
