"""How the instance ends, and whether the agency does what it was told (裁判、履行)."""


class Judging:
    """How the instance ends, and whether the agency does what it was told (裁判、履行)."""
