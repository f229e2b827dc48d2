"""The product in a real browser: one exercise, played once, served by the real processes."""
