"""What the court does to call a hearing, and the heads to it (开庭、通知)."""


class Convening:
    """What the court does to call a hearing, and the heads to it (开庭、通知)."""
