"""Files with borders: GeoJSON, TopoJSON and GeoPackage, each also compressed with gzip."""
