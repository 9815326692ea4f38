"""Words for people, which all detectors of people read alike."""

ANY_PERSON = (
    "person", "human", "human being", "pedestrian", "walker", "passer by", "passers by", "passerby", "passersby",
    "somebody", "someone", "anybody", "anyone", "people", "individual",
)  # fmt: skip
"""Words for any person at all."""

KINDS_OF_PEOPLE = (
    "man", "woman", "boy", "girl", "child", "kid", "baby", "adult", "lady", "gentleman", "guy", "player", "cyclist",
    "rider", "driver", "worker", "runner", "dancer", "skater", "athlete", "teenager", "toddler", "policeman",
)  # fmt: skip
"""Asked for one of these, a detector of any person would give a wrong count without a word."""
