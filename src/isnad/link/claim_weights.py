"""Weights of the features of `claim_pairs`, as `python -m training.claims` learned them; see training/claims/README.md."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "bias": -3.55,
    "same-words": 0.0,
    "covered": 0.25,
    "shared-mass": 5.48,
    "same-speaker-mass": 1.25,
    "same-letters": 0.17,
    "same-head": 0.2,
    "same-speaker-covered": 1.17,
    "other-speaker": -0.1,
    "other-speaker-own": 0.0,
    "same-deed": 1.38,
    "same-deed-once": 1.18,
    "same-name": 0.21,
    "other-name": -0.71,
    "other-place": -1.2,
    "other-day": -1.33,
    "same-figure": 1.13,
    "other-polarity": -0.39,
    "contraries": 0.0,
    "same-culprit": 0.03,
    "contained": 2.12,
    "same-speaker-contained": 2.04,
    "lead-covered": 0.89,
    "same-speaker-lead": 1.1,
    "headline": 0.48,
    "headline-lead": 0.48,
}
"""What each feature counts, in log odds; `bias` is the log odds of two statements of which nothing speaks."""
