"""Pages of lawsuits. No rules here."""
