"""Sending out: one folder per channel, with receipts and retries."""
