"""Checks that what we send and answer is understood by software that is not ours."""
