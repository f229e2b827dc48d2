"""Texts that many write at once."""
