"""Which of many names of places may be one, told of all pairs at once by a bound that costs nanoseconds a pair.

Letters that only stand for themselves cost 1 to change or to leave out, all others less. So the distance of two names is at least the edit
distance of what such letters they have, and where that is more than any likeness allows, they need not be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from isnad.link.entity_letters import ROUNDING
from isnad.link.entity_names import ALIKE, Names
from isnad.link.entity_units import Face

ROWS = 500
"""Names that are held against all others at a time."""


def places_that_may_be_one(names: Names, faces: Sequence[Face]) -> Iterator[tuple[int, int]]:
    """Pairs of places by their numbers in the list, the lesser first, in order; the others are apart, unless a table makes them one."""
    letters = names.letters
    sites = [names.site(face.form.text) for face in faces]
    own = [letters.fast(site.arabic) for site in sites]
    weights = np.array([max(2, letters.weight(site.arabic)) for site in sites])
    # Latin letters are compared part by part; without the noun before it a name may be another one written together.
    free = np.array([f.form.latin or site.letters != f.form.whole for f, site in zip(faces, sites, strict=True)], dtype=bool)
    places = np.arange(len(own))
    for first in range(0, len(own), ROWS):
        row = slice(first, first + ROWS)
        most = (1 - ALIKE) * np.maximum(weights[row, None], weights[None, :]) + ROUNDING
        may = cdist(own[row], own, scorer=Levenshtein.distance, dtype=np.uint16) <= most
        may |= free[row, None] | free[None, :]
        for a, b in np.argwhere(may & (places[row, None] < places[None, :])).tolist():
            yield first + a, b
