"""What policies say, laid out in rows and columns."""
