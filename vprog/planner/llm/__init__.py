"""Programs by any language model: clients, prompts, constrained decoding, configuration, recorded calls."""
