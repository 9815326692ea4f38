"""Model files: which are declared, which are at hand, and fetching those that are not."""

from vprog.models.catalogue import Listed, catalogue, named
from vprog.models.folder import ModelFolder, models_folder
from vprog.models.lacking import lacking
from vprog.models.pull import pull

__all__ = ["Listed", "ModelFolder", "catalogue", "lacking", "models_folder", "named", "pull"]
