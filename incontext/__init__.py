"""Example programs, one file each, with question and answer type in the header."""
