"""The grammars: program.lark (permissive, for people and diagnostics), strict.lark (generated, for decoders)."""
