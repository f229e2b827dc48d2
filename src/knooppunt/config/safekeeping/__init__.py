"""Keeping the node safe: everything in one file, and back."""
