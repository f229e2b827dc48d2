"""Originals as they came in, stored by the SHA-256 of their bytes, never overwritten."""
