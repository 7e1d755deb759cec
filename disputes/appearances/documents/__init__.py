"""Papers of a lawsuit (行政应诉文书)."""
