"""Whatever one side sends in writing and the other must answer (建议)."""
