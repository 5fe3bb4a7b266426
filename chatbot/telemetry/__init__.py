"""What the product tells whoever runs it: logs, metrics and traces."""
