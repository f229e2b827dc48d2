"""Sending out: one folder per channel, with receipts, retries and every attempt on record.

A *dispatch* is one message to one addressee over one channel; an *attempt* is one try to hand it over. What is sent
says only that there is something, and where: never what it is about.
"""
