"""Every face that a person touches: command line, server, pages."""
