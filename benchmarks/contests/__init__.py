"""Contests with other software, a file each; `python -m benchmarks.peers` runs them."""

from benchmarks.contests import alignment, analysis, duplicates, extraction, floor, stories
from benchmarks.contests.contest import Contest

CONTESTS: dict[str, Contest] = {
    made.name: made
    for made in (extraction.CONTEST, analysis.CONTEST, duplicates.CONTEST, alignment.CONTEST, stories.CONTEST, floor.CONTEST)
}
"""In the order of the page."""
