"""Reads URL with OWSLib as a map maker does; prints what is not as it should be. The token is in KNOOPPUNT_TOKEN."""

from __future__ import annotations

import os
import sys

from owslib.ogcapi.features import Features

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
WANTED = {"regions", "municipalities", "provinces", "ggd-regions"}


def main() -> int:
    """1 when there was something to say."""
    service = Features(sys.argv[1], headers={"Authorization": f"Bearer {os.environ['KNOOPPUNT_TOKEN']}"})
    faults = []
    if missing := WANTED - set(service.feature_collections()):
        faults.append(f"OWSLib does not find {missing}")
    if not any("features-2" in one for one in service.conformance()["conformsTo"]):
        faults.append("OWSLib does not find Part 2")
    if service.api()["openapi"] != "3.0.3":
        faults.append("OWSLib does not read the document")
    if service.collection("regions")["itemType"] != "feature":
        faults.append("OWSLib does not read a collection")
    page = service.collection_items("regions", limit=10, offset=20)
    if (page["numberMatched"], page["numberReturned"]) != (25, 5):
        faults.append(f"OWSLib reads {page['numberReturned']} of {page['numberMatched']} regions")
    one = service.collection_item("regions", "VR09")
    if one["properties"]["code"] != "VR09":
        faults.append("OWSLib does not read VR09")
    inside = service.collection_items("regions", bbox=[5.1, 52.05, 5.11, 52.06])
    if not 1 <= inside["numberMatched"] < 25:
        faults.append(f"OWSLib finds {inside['numberMatched']} regions in a box of a kilometre")
    print("\n".join(faults))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
