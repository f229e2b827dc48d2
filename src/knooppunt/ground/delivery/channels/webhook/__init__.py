"""Webhooks: signed CloudEvents to an address of another organisation."""
