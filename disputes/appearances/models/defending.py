"""What a sued agency does within its fifteen days, and the court about it (答辩举证)."""


class Defending:
    """What a sued agency does within its fifteen days, and the court about it (答辩举证)."""
