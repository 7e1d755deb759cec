"""What the court writes down of a hearing, and what follows from it (出庭记录)."""


class Recording:
    """What the court writes down of a hearing, and what follows from it (出庭记录)."""
