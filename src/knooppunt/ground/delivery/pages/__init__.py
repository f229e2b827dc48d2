"""The pages of sending out."""
