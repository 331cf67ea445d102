"""Hostile bytes without end for everything that reads bytes: `python -m tests.fuzz --help`."""
