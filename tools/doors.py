"""An import contract: modules of one room reach another room only through its doors."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """``houses`` hold rooms; ``doors`` are the module names through which a room may be entered.

    ``open`` names the package that puts the house together and may enter anywhere. The tests of a room may look through
    the windows of their own room only, like everyone else.
    """

    type_name = "doors"

    houses = fields.ListField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())
    open = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find the imports that pass through a window."""
        windows: list[dict[str, Any]] = []
        for importer in sorted(graph.modules):
            if not any(importer == name or importer.startswith(f"{name}.") for name in self.open):
                windows += self._windows(graph, importer)
        return ContractCheck(kept=not windows, metadata={"windows": windows})

    def _windows(self, graph: ImportGraph, importer: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            room = self._room_of(imported)
            if room is None or room == self._room_of(importer):
                continue
            if imported.removeprefix(f"{room}.").split(".")[0] not in self.doors:
                found += graph.get_import_details(importer=importer, imported=imported)
        return found

    def _room_of(self, module: str) -> str | None:
        for house in self.houses:
            if module.startswith(f"{house}."):
                return f"{house}.{module.removeprefix(f'{house}.').split('.')[0]}"
        return None

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that passes through a window."""
        for found in check.metadata["windows"]:
            output.print_error(
                f"{found['importer']} -> {found['imported']} (line {found['line_number']})",
                bold=False,
            )
            output.new_line()
