"""The pages of the directory."""
