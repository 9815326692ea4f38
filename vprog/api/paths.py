"""Where the API keeps things when it is not told."""

from pathlib import Path

import platformdirs

DIGESTS = "model-digests.json"
"""The file in the cache folder that keeps the digests of model files."""


def default_cache() -> Path:
    """Give the user's cache folder for vprog."""
    return Path(platformdirs.user_cache_dir("vprog", appauthor=False))
