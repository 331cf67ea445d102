"""Siar: publish an agency's news from a Git repository, following its written procedure."""

__version__ = "0.1.0"
