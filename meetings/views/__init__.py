"""Pages of meetings and of what they resolved: one file a subject."""
