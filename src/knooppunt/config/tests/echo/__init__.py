"""An app for tests that reacts to what others announce, by writing a line to a file."""
