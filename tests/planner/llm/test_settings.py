"""Where the settings of the language model come from, and where keys go."""

import pytest

from vprog.diagnostics import InputError
from vprog.planner.llm import OpenAIClient, RecordedClient, SpendingClient, TransformersClient, read_settings
from vprog.planner.llm.opening import open_client
from vprog.planner.llm.recording import RecordingClient

KEYS = {"VPROG_LLM_API_KEY": "own", "OPENAI_API_KEY": "of-openai"}


def write(folder, text: str):
    (folder / "vprog.toml").write_text(text)
    return folder


def test_arguments_win_over_the_environment_and_that_over_the_file(tmp_path):
    folder = write(tmp_path, '[llm]\nmodel = "a"\nmax_tokens = 100\nexamples = 2\n')
    environment = {"VPROG_LLM_MODEL": "b", "VPROG_LLM_MAX_TOKENS": "200"}
    settings = read_settings({"model": "c"}, environment, folder)
    assert (settings.model, settings.max_tokens, settings.examples) == ("c", 200, 2)


def test_without_a_file_and_an_environment_there_are_the_defaults(tmp_path):
    settings = read_settings({}, {}, tmp_path)
    assert settings.model is None
    assert settings.fallback == "none"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[llm", "not TOML"),
        ("llm = 3", "no table"),
        ('[llm]\nmodle = "x"', "did you mean `model`"),
        ('[llm]\napi_key = "x"', "keys come from the environment alone"),
        ("[llm]\nmax_tokens = 0", "a whole number from 1 to"),
        ("[llm]\nmax_tokens = 1.5", "a whole number"),
        ("[llm]\nmax_tokens = true", "a whole number"),
        ("[llm]\ntimeout_s = inf", "a number"),
        ('[llm]\nserver = "vlm"', "vllm or sglang"),
        ("[llm]\nmodel = 3", "a text"),
        ('[llm]\nfallback = "maybe"', "none or rules"),
        ("[llm]\ntrusted = true", "no setting `trusted`"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, said):
    with pytest.raises(InputError, match="VP0505") as refused:
        read_settings({}, {}, write(tmp_path, text))
    assert said in str(refused.value)


def test_a_wrong_word_in_the_environment_is_named(tmp_path):
    with pytest.raises(InputError, match=r"`retries` is 'many' in the environment"):
        read_settings({}, {"VPROG_LLM_RETRIES": "many"}, tmp_path)


def test_the_client_is_what_the_settings_name(tmp_path):
    def opened(**arguments):
        return open_client(read_settings(arguments, {}, tmp_path), {})

    (tmp_path / "calls.jsonl").write_text("")
    assert isinstance(opened(model=str(tmp_path)), TransformersClient)
    assert isinstance(opened(model="m", base_url="http://127.0.0.1:1/v1"), OpenAIClient)
    assert isinstance(opened(model="m", server="openai"), OpenAIClient)
    assert isinstance(opened(model=str(tmp_path), budget_tokens=9), SpendingClient)
    assert isinstance(opened(model=str(tmp_path), record=tmp_path / "r"), RecordingClient)
    assert isinstance(opened(replay=tmp_path / "calls.jsonl"), RecordedClient)
    with pytest.raises(InputError, match="no language model is configured"):
        opened()
    with pytest.raises(InputError, match="needs the prices"):
        opened(model=str(tmp_path), budget_money=1)


@pytest.mark.parametrize(
    ("address", "by_file", "sent"),
    [
        ("https://models.example/v1", False, "own"),
        ("https://models.example/v1", True, None),
        ("http://127.0.0.1:8000/v1", True, "own"),
        ("http://127.0.0.1:8000@models.example/v1", True, None),
        ("https://api.openai.com.models.example/v1", True, None),
        ("https://api.openai.com/v1", True, "own"),
    ],
)
def test_a_key_goes_to_no_address_that_only_a_file_names(tmp_path, address, by_file, sent):
    folder = write(tmp_path, f'[llm]\nmodel = "m"\nbase_url = "{address}"\n') if by_file else tmp_path
    arguments = {} if by_file else {"model": "m", "base_url": address}
    client = open_client(read_settings(arguments, {}, folder), KEYS)
    assert client._key == sent


@pytest.mark.parametrize(
    ("address", "sent"),
    [("https://api.openai.com/v1", "of-openai"), ("http://api.openai.com/v1", None), ("http://127.0.0.1:1/v1", None)],
)
def test_the_key_of_openai_goes_to_openai_alone(tmp_path, address, sent):
    settings = read_settings({"model": "m", "base_url": address}, {}, tmp_path)
    assert open_client(settings, {"OPENAI_API_KEY": "of-openai"})._key == sent


@pytest.mark.parametrize("name", ["record", "replay"])
def test_a_file_of_settings_chooses_no_file_to_write_or_read(tmp_path, name):
    (tmp_path / "vprog.toml").write_text(f'[llm]\n{name} = "calls.jsonl"\n')
    with pytest.raises(InputError, match=f"names the file `{name}`"):
        read_settings({}, {}, tmp_path)
    (tmp_path / "vprog.toml").write_text("")
    assert getattr(read_settings({name: "calls.jsonl"}, {}, tmp_path), name) == "calls.jsonl"
