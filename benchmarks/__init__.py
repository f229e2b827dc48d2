"""What is fast, measured against a named peer in one run."""
