"""The channels: one folder each. A new one is a folder with a :class:`Channel`, named in ``registry``."""
