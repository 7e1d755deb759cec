"""What is to be kept from whom: one matter with the words that give it away."""

from dataclasses import dataclass, field

from liaison.models import Matter


@dataclass
class Hidden:
    """One matter, the words that give it away, and those of its file that fewer may read.

    ``parts`` are words of the file that are not for the same people: part → words; whoever reads
    one has ``key:part`` among what they read. ``progress`` are words that whoever merely follows
    the matter reads on the pages of progress.
    """

    matter: Matter
    marks: list
    file: list = field(default_factory=list)
    progress: list = field(default_factory=list)
    parts: dict = field(default_factory=dict)
