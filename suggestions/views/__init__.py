"""Pages of judicial suggestions: one file a subject."""
