"""Whatever people gather for, decide or sign (会议)."""
