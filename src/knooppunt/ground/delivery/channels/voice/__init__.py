"""Calls in which a text is read out, by an HTTP gateway that also tells which key was pressed."""
