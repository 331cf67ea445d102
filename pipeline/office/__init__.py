"""The office's calendar, working minutes, and who waits for whom."""
