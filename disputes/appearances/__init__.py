"""Lawsuits against agencies, and whether their heads appear in court (行政应诉与负责人出庭)."""
