"""One package per capability; neighbours do not know each other."""
