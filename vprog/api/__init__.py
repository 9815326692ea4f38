"""What a Python caller uses: answer, run, plan, check."""
