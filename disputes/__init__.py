"""Whatever hangs on one case (争议化解)."""
