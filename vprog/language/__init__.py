"""Parser, checker, formatter and the generation of the strict grammar."""
