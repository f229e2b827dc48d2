"""What happened: audit, event and outbox are one row.

Words: an *entry* is one event with who, when and what; a *seal* closes a batch of entries into the chain; a *reaction*
is what another room does when an event was announced.
"""
