"""A language model that is made on the spot: few weights, drawn at random, and a tokenizer of bytes."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the extra `llm` is not installed")
transformers = pytest.importorskip("transformers", reason="the extra `llm` is not installed")
pytest.importorskip("llguidance", reason="the extra `llm` is not installed")

# So small a model is slower on several threads, above all where other tests run beside this one.
torch.set_num_threads(1)

TURNS = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}\n{% endfor %}<|assistant|>"


def make_model(folder: Path, *, vocabulary: int = 400, context: int = 32_768, template: str | None = TURNS) -> Path:
    """Save a model with random weights, and the tokenizer that was learnt from the example programs."""
    tokenizer = make_tokenizer(vocabulary, template)
    torch.manual_seed(7)
    config = transformers.Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        max_position_embeddings=context,
        tie_word_embeddings=True,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        initializer_range=0.3,
    )
    transformers.Qwen3ForCausalLM(config).save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    return folder


def make_tokenizer(vocabulary: int, template: str | None):
    """Learn a byte-level tokenizer from the example programs; every byte is a token, so that any text is one."""
    from tokenizers import ByteLevelBPETokenizer

    from vprog.planner import load_examples

    learnt = ByteLevelBPETokenizer()
    special = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]
    texts = [f"{e.question}\n{e.program}" for e in load_examples()]
    learnt.train_from_iterator(texts, vocab_size=vocabulary, min_frequency=1, special_tokens=special)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=learnt._tokenizer,
        **dict.fromkeys(("eos_token", "pad_token"), special[0]),
        additional_special_tokens=special[1:],
    )
    tokenizer.chat_template = template
    return tokenizer
