"""The demo's lawsuits and what belongs to them; every natural person is invented."""

from disputes.appearances.demo import feed, lawsuits, observation  # noqa: F401 - registers
