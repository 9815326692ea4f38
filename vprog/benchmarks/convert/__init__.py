"""Converters of the functional programs of benchmarks: each with the same meaning, or refused by name."""

from vprog.benchmarks.convert.convert import BENCHMARKS, Converted, Refused, Report, convert_file, write_programs
from vprog.benchmarks.convert.refusal import Missing

__all__ = ["BENCHMARKS", "Converted", "Missing", "Refused", "Report", "convert_file", "write_programs"]
