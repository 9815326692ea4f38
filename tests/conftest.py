"""What all tests share: no network, reproducible hypothesis runs, a folder of real data where there is one."""

import os
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parents[1]

# Set before anything is imported: the packages read these once. A value from outside wins.
for _name, _value in {
    "VPROG_OFFLINE": "1",
    "HF_HUB_OFFLINE": "1",
    "YOLO_OFFLINE": "True",
    "YOLO_AUTOINSTALL": "False",
    "RAY_USAGE_STATS_ENABLED": "0",
}.items():
    os.environ.setdefault(_name, _value)
# Whatever models this machine has: a run without any is what the tests describe. Those that use models name a folder.
os.environ["VPROG_MODELS"] = str(ROOT / "no-models")

# No deadline and no complaint about slow data: both would fail on a busy machine only.
_BUSY = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("ci", derandomize=True, max_examples=50, **_BUSY)
hypothesis.settings.register_profile("long", max_examples=1000, print_blob=True, **_BUSY)
hypothesis.settings.load_profile(os.environ.get("VPROG_HYPOTHESIS", "ci"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real clips and references, which is no part of the repository; skip without it."""
    folder = Path(os.environ.get("VPROG_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}; set VPROG_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def weights(shared_data: Path) -> Path:
    """Give the folder of model files; skip without it, or without the package that runs them."""
    pytest.importorskip("onnxruntime", reason="the extra `edge` is not installed")
    return shared_data / "weights"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Refuse a run in which every test was skipped: it would look like success."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus or session.config.option.collectonly or reporter is None:
        return
    if not any(reporter.stats.get(outcome) for outcome in ("passed", "xfailed", "xpassed")):
        session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
