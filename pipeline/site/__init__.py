"""The website: what is published, built, deployed and seen live."""
