"""What sections say that figures mean, and which figures it rests on (*duiding*).

A statement (*duiding*) is text of one section that rests on exact versions of figures. It has versions of its own,
which are added and never changed. It is *stale* (*verouderd*) as soon as one of its figures has a newer version.
"""
