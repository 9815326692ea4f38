"""Kinds of questions that no program of detections can answer: the reason names the kind, not only a word."""

import re

_KINDS = (
    (
        r"(what|which) (would|will|could|might)\b|if |without |suppose |.* (would|will) (have|happen|be|the|next)\b",
        "if",
    ),
    (r"(why|how come|for what reason|what (makes?|made|causes?|caused|is the reason)|which .*\bresponsible)\b", "why"),
    (r"(what|which) .*\b(written|say|says|text|words?|letters?|title|logo)\b|what does it say|what number is", "text"),
    (r".*\b(sounds?|music|song|hear|heard|noise|voice|language|saying|said|speech|sing)\b", "sound"),
    (r"(what|which) .*\b(doing|do|does|did|happen|happens|happened|action|activity|activities|event)\b", "deed"),
    (r"how (do|does|did|can|is|are|was|were)\b", "manner"),
    (r"(describe|summari[sz]e|explain|can you (describe|summari[sz]e|explain)|what is the video about)\b", "words"),
    (r".*\b(mood|emotions?|feelings?|feel|weather|style|funny|relationship|topic|purpose|reasons?)\b", "judgement"),
)
_NEEDS = {
    "if": "it asks what would or will happen, which is not in the video",
    "why": "it asks why, and a reason is nothing that can be detected: a model that reasons is needed",
    "text": "it asks for text in the picture: a model that reads is needed",
    "sound": "it asks for something to be heard: a model that listens is needed",
    "deed": "it asks what is done or happens: a model that names actions is needed",
    "manner": "it asks how, in words: a model that describes videos is needed",
    "words": "it asks for a description: a model that describes videos is needed",
    "judgement": "it asks for a judgement of what is seen: a model that judges is needed",
}
_PATTERNS = tuple((re.compile(pattern), _NEEDS[kind]) for pattern, kind in _KINDS)


def kind_beyond(text: str) -> str | None:
    """Say what a normalised question that was not understood would need, or None when its kind tells nothing."""
    return next((need for pattern, need in _PATTERNS if pattern.match(text)), None)
