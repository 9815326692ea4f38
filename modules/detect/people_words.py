"""Words for people, which all detectors of people read alike."""

ANY_PERSON = (
    "person", "human", "human being", "pedestrian", "walker", "passer by", "passers by", "passerby", "passersby",
    "somebody", "someone", "anybody", "anyone", "people", "individual",
)  # fmt: skip
"""Words for any person at all."""
