"""Timings, apart from the tests: a loader of many matters, and what pages cost beside bare SQL.

python -m tests.benchmarks.load 200000      # fills the database liaison_bench
python -m tests.benchmarks.pages            # prints server time of list, search, detail, desk
python -m tests.benchmarks.bench_start      # prints the seconds of the demo's second start
"""
