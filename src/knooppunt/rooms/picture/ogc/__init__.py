"""The picture per region for maps: OGC API – Features, Part 1 (core, GeoJSON, OpenAPI 3.0) and Part 2 (CRS84 and RD).

Features are areas as they are now, with their borders where those were imported, and as properties the figures of the
newest published editions, or of indicators that are asked for. ``asking`` reads a request, ``answering`` makes the
features, ``views`` are the addresses, ``document`` is the OpenAPI document.
"""
