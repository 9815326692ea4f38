"""What tests of this folder share."""

from tests.drawn_models import drawn_models

__all__ = ["drawn_models"]
