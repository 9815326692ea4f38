"""From a question to a program."""
