"""One verb per module: ask, decide, tell."""
