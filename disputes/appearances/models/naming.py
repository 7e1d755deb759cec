"""What an agency says before a hearing: who comes, or why nobody can (出庭回执)."""


class Naming:
    """What an agency says before a hearing: who comes, or why nobody can (出庭回执)."""
