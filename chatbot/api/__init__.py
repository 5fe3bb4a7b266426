"""The chatbot over HTTP."""
