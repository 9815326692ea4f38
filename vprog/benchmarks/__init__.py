"""What measures the system: benchmarks, and made material whose truth is known."""
