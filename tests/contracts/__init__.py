"""One suite for each boundary, run on everything that stands behind it."""
