"""The website, built from real repositories."""
