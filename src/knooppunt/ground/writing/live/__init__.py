"""Writing at the same time: who has a text open in this process, and what they type.

Every update is committed in PostgreSQL before its author hears that it is safe and before anyone else sees it; the
other processes fetch it from there. No state is lost with a process.
"""
