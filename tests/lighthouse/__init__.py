"""Measure the site's pages as a telephone on a slow line sees them: `make lighthouse`."""
