"""The attic: composes what the house knows into pictures.

Words of the room. A *product* is a declared series of *blocks* (headline, map, table, chart, comparison, text,
sources). An *edition* is a product on a day, as known at a moment, with its texts. A published edition never changes:
its content is canonical JSON whose SHA-256 stands in the journal, and ``replay`` makes the same bytes again.
"""
