"""Look at the machine: what is there, what is missing, and the command that mends it."""

import dataclasses
import importlib
import importlib.metadata
import importlib.util
import platform
import sys
import tempfile
from pathlib import Path

from vprog.api.demo import make_demo_clip
from vprog.api.models import model_states, open_folder
from vprog.api.paths import default_cache
from vprog.api.profiles import PROFILES, choose_profile, lacks_of
from vprog.diagnostics import InputError, OutsideError, VprogError
from vprog.media import Frame, open_video
from vprog.planner.llm import read_settings
from vprog.planner.llm.settings import FILE, PREFIX
from vprog.spec import Registry
from vprog.spec.backend import installed

_OPENCV_LIBRARIES = "apt-get install libgl1 libglib2.0-0  (names of Debian and Ubuntu)"
_OPENCVS = ("opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless")
"""Distributions that all install the one package `cv2`."""
_EXTRAS = {
    "edge": ("onnxruntime", "rapidocr"),
    "vision": ("torch", "torchvision", "transformers", "open_clip"),
    "ultralytics": ("ultralytics", "lap"),
    "llm": ("torch", "transformers", "llguidance", "openai"),
    "ray": ("ray",),
    "notebook": ("ipykernel", "ipywidgets"),
}


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at. needed: the embedded profile does not run without it."""

    name: str
    ok: bool
    detail: str
    needed: bool = True
    hint: str | None = None


def examine(cache: Path | None = None, models: Path | None = None) -> tuple[Finding, ...]:
    """Try everything that the embedded profile stands on, and list profiles, model files and extras."""
    return (
        _python(),
        _opencv(),
        _decoding(),
        *_modules(),
        _cache(cache or default_cache()),
        *_profiles(cache, models),
        *_model_files(cache, models),
        _language_model(),
        *(_extra(name, packages) for name, packages in _EXTRAS.items()),
    )


def _python() -> Finding:
    machine = f"{platform.system()} {platform.machine()}"
    found = f"{platform.python_implementation()} {platform.python_version()} on {machine}"
    return Finding("Python", sys.version_info >= (3, 11), found, hint="install Python 3.11 or later")


def _opencv() -> Finding:
    try:
        cv2 = importlib.import_module("cv2")
    except ImportError as error:
        return Finding("OpenCV", False, str(error), hint=f"{_OPENCV_LIBRARIES}; or pip install 'opencv-python<5'")
    several = [name for name in _OPENCVS if installed(name)]
    if len(several) > 1:
        detail = f"{' and '.join(several)} are installed, and each overwrites files of the other"
        hint = f"python -m pip uninstall -y {' '.join(several)} && python -m pip install 'opencv-python>=4.10,<5'"
        return Finding("OpenCV", False, detail, hint=hint)
    missing = [name for name in ("HOGDescriptor", "CascadeClassifier") if not hasattr(cv2, name)]
    if missing:
        detail = f"{cv2.__version__} has no {', '.join(missing)}"
        return Finding("OpenCV", False, detail, hint="python -m pip install 'opencv-python>=4.10,<5'")
    return Finding("OpenCV", True, str(cv2.__version__))


def _decoding() -> Finding:
    """Write a clip and read it back: the one test that shows that both ways work."""
    readers = [name for name in ("av", "decord") if importlib.util.find_spec(name)]
    try:
        with tempfile.TemporaryDirectory() as folder, open_video(make_demo_clip(Path(folder))) as video:
            frames = [f for f in video.read(range(0, video.source.frame_count, 20)) if isinstance(f, Frame)]
    except (OSError, VprogError, ImportError) as error:
        return Finding("video decoding", False, str(error), hint="python -m pip install --force-reinstall av")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in readers)
    return Finding("video decoding", bool(frames), f"{versions}; wrote a clip and read {len(frames)} frames of it")


def _modules() -> tuple[Finding, ...]:
    try:
        registry = Registry.load()
    except OutsideError as error:
        return tuple(Finding("modules", False, d.message, hint=d.hint) for d in error.diagnostics)
    detail = f"{len(registry)} known"
    return (Finding("modules", len(registry) > 0, detail, hint="python -m pip install vprog, or -e . in a clone"),)


def _profiles(cache: Path | None, models: Path | None) -> tuple[Finding, ...]:
    try:
        registry, folder = Registry.load(), open_folder(models, cache)
    except OutsideError:
        return ()  # the finding on modules says why
    chosen = choose_profile(None, registry, folder)
    findings = [Finding("profile", True, f"{chosen.name}, {chosen.why}")]
    for name, what in PROFILES.items():
        lacks = lacks_of(name, registry, folder)
        detail = f"{what}; {'; '.join(lack.message for lack in lacks) or 'all it needs is at hand'}"
        hint = " && ".join(dict.fromkeys(lack.hint for lack in lacks if lack.hint))
        findings.append(Finding(f"profile `{name}`", not lacks, detail, needed=False, hint=hint or None))
    return tuple(findings)


def _model_files(cache: Path | None, models: Path | None) -> tuple[Finding, ...]:
    try:
        states = model_states(models, cache)
    except OutsideError:
        return ()  # the finding on modules says why
    return tuple(
        Finding(
            f"model `{state.name}`",
            state.path is not None,
            str(state.path or state.problem or "not at hand"),
            needed=False,
            hint=f"vprog models pull {state.name}",
        )
        for state in states
    )


def _language_model() -> Finding:
    """Say which language model `--planner llm` would ask; it is not asked."""
    name, hint = "planner `llm`", f"set {PREFIX}MODEL, or `model` under [llm] in {FILE}; the README shows both"
    try:
        settings = read_settings()
    except InputError as error:
        return Finding(name, False, str(error), needed=False, hint=error.diagnostics[0].hint)
    if settings.model is None:
        return Finding(name, False, "no language model is configured", needed=False, hint=hint)
    where = settings.base_url or ("OpenAI" if settings.server == "openai" else None)
    found = where is not None or Path(settings.model).is_dir()
    detail = f"{settings.model!r} at {where}; not asked" if where else f"the folder {settings.model}"
    return Finding(name, found, detail if found else f"{detail} is not there", needed=False, hint=hint)


def _cache(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            return Finding("cache folder", True, str(folder))
    except OSError as error:
        return Finding("cache folder", False, f"{folder}: {error.strerror}", hint="name another one with --cache")


def _extra(name: str, packages: tuple[str, ...]) -> Finding:
    missing = [package for package in packages if importlib.util.find_spec(package) is None]
    detail = "installed" if not missing else f"not installed ({', '.join(missing)})"
    hint = f"python -m pip install 'vprog[{name}]'" if missing else None
    return Finding(f"extra `{name}`", not missing, detail, needed=False, hint=hint)
