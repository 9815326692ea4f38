"""`--planner llm` on the command line."""

import json

import pytest

pytest.importorskip("openai", reason="the extra `llm` is not installed")

from tests.planner.llm.serving import chat, serving

PROGRAM = 'tracks_circle = track(detect(video, "red circle"))\nanswer = count(tracks_circle)\n'
QUESTION = "How many red circles are there?"


@pytest.fixture(autouse=True)
def _online(monkeypatch, tmp_path):
    monkeypatch.setenv("VPROG_OFFLINE", "0")
    monkeypatch.chdir(tmp_path)


def test_ask_takes_the_program_from_the_server_of_the_file(vprog, demo_clip, tmp_path):
    with serving(chat(PROGRAM)) as served:
        (tmp_path / "vprog.toml").write_text(f'[llm]\nmodel = "m"\nbase_url = "{served.address}"\nserver = "plain"\n')
        done = vprog("ask", demo_clip, QUESTION, "--planner", "llm", "--profile", "embedded", "--json")
    record = json.loads(done.stdout)
    assert (done.exit_code, record["answer"]) == (0, 3)
    assert record["cost"]["llm_tokens"] == 12
    assert record["attempts"][0]["planner"] == "llm"


def test_plan_takes_settings_that_win_over_the_file(vprog, tmp_path):
    (tmp_path / "vprog.toml").write_text('[llm]\nmodel = "m"\nbase_url = "http://127.0.0.1:9/v1"\n')
    with serving(chat(PROGRAM)) as served:
        done = vprog(
            "plan", QUESTION, "--planner", "llm", "--llm", f"base_url={served.address}", "--profile", "embedded"
        )
    assert (done.exit_code, done.stdout) == (0, f"# Q: {QUESTION}\n{PROGRAM}")


def test_a_server_that_is_down_is_an_error_from_outside(vprog, demo_clip):
    settings = ("--llm", "model=m", "--llm", "base_url=http://127.0.0.1:9/v1", "--llm", "retries=0")
    done = vprog("ask", demo_clip, QUESTION, "--planner", "llm", *settings)
    assert done.exit_code == 4
    assert "VP0611" in done.stderr
    done = vprog("ask", demo_clip, QUESTION, "--planner", "llm", *settings, "--llm", "fallback=rules")
    assert done.exit_code == 0
    assert "fallback" in done.stdout
    assert "cannot be reached" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--planner", "lm"], "did you mean `llm`"),
        (["--planner", "llm"], "no language model is configured"),
        (["--planner", "llm", "--llm", "modle=x"], "did you mean `model`"),
        (["--llm", "model=x"], "ask for the planner `llm`"),
    ],
)
def test_what_is_wrong_is_named(vprog, arguments, said):
    done = vprog("plan", QUESTION, *arguments)
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_setting_without_a_value_is_a_usage_error(vprog):
    assert vprog("plan", QUESTION, "--planner", "llm", "--llm", "model").exit_code == 2


def test_doctor_says_which_model_would_be_asked(vprog, monkeypatch):
    assert "no language model is configured" in vprog("doctor").stdout
    monkeypatch.setenv("VPROG_LLM_MODEL", "big")
    monkeypatch.setenv("VPROG_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("VPROG_LLM_API_KEY", "sk-secret")
    shown = vprog("doctor").stdout
    assert "'big' at http://127.0.0.1:9/v1; not asked" in shown
    assert "sk-secret" not in shown
