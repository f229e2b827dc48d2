"""The live stream: what the journal announces, to whoever may know of it, as server-sent events."""
