"""Texts that many write at once.

A *text* is one block of plain text with live references (``{{indicator method area}}``, ``{{duiding UUID}}``). What
each person types comes in as *updates* of a CRDT (the format of yjs); they are appended and never changed, so that a
text can be read as it was at every *version* (the number of its newest update). A *client* is one open window; a
*contributor* is the person behind it. A *comment* hangs on words, a *suggestion* is a change by someone of another
section. A *gathering* is everyone who has one text open in one process.
"""
