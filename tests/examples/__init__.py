"""The example office keeps the rules it is there to show."""
