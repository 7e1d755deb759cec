"""Pages: of matters, of the desk and of what is common to all."""
