"""The order of the house, as far as imports do not show it. Each check reads source text and gives a line per fault."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FORBIDDEN_IN_NAMES = ("Manager", "Service", "Helper", "Handler", "Util", "Base", "Mixin", "Data", "Info")
FORBIDDEN_MODULES = {"utils", "helpers", "common", "core", "misc"}
LINKS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
DEAF_QUERIES = {
    "geography": "codes, names and populations are public facts",
    "files": "bytes by digest; the room that asks decides who may see them",
}

WHO_ASKS = {"actor", "seen"}
"""An actor, or what an actor sees as a value (``figures.queries.sight.Sight``), which only an actor can get."""

Check = Callable[[Path], Iterator[str]]


def sources(house: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Each module below ``house`` with its syntax tree, migrations left out."""
    for place in sorted(house.rglob("*.py")):
        if "migrations" not in place.parts:
            yield place, ast.parse(place.read_text(), str(place))


def too_long(house: Path) -> Iterator[str]:
    """Files over 300 lines and functions of 40 lines or more."""
    for place, tree in sources(house):
        lines = len(place.read_text().splitlines())
        if lines > LONGEST_FILE:
            yield f"{place}: {lines} lines"
        for function in _functions(tree):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length >= LONGEST_FUNCTION:
                yield f"{place}:{function.lineno}: {function.name} is {length} lines long"


def bad_names(house: Path) -> Iterator[str]:
    """Names that say nothing."""
    for place, tree in sources(house):
        if place.stem in FORBIDDEN_MODULES:
            yield f"{place}: a module called {place.stem}"
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name.endswith(FORBIDDEN_IN_NAMES):
                yield f"{place}:{node.lineno}: a class called {node.name}"


def model_signals(house: Path) -> Iterator[str]:
    """Model signals: changes that nobody called."""
    for place, tree in sources(house):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
                yield f"{place}:{node.lineno}: model signals"


def wild_actions(house: Path) -> Iterator[str]:
    """Public functions of ``actions`` that are not an ``@action`` with only keywords and ``actor`` last."""
    for place, tree in _role(house, "actions"):
        for function in _public(tree):
            names = [argument.arg for argument in function.args.kwonlyargs]
            decorated = any(isinstance(one, ast.Name) and one.id == "action" for one in function.decorator_list)
            if not decorated or function.args.args or function.args.posonlyargs or names[-1:] != ["actor"]:
                yield f"{place}:{function.lineno}: {function.name} is no proper @action"


def deaf_queries(house: Path) -> Iterator[str]:
    """Questions that other rooms can ask, and that do not ask who is asking."""
    for place, tree in _role(house, "queries"):
        room = _room(house, place)
        if room in DEAF_QUERIES:
            continue
        offered = _offered(house / place.relative_to(house).parts[0] / room / "public.py")
        for function in _public(tree):
            takes = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
            if function.name in offered and not takes & WHO_ASKS:
                yield f"{place}:{function.lineno}: {function.name} does not take an actor"


def _offered(doors: Path) -> set[str]:
    """The names that a room's ``public`` imports."""
    tree = ast.parse(doors.read_text() if doors.exists() else "")
    return {name.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}


def doors_without_list(house: Path) -> Iterator[str]:
    """``public.py`` without ``__all__``."""
    for place, tree in _role(house, "public"):
        named = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
                 if isinstance(target, ast.Name)}  # fmt: skip
        if "__all__" not in named:
            yield f"{place}: no __all__"


def loose_links(house: Path) -> Iterator[str]:
    """Foreign keys that leave the room other than to the ground floor, or leave a name or a cascade there."""
    rooms = {folder.name: floor for floor in ("ground", "rooms") for folder in (house / floor).glob("*/")}
    for place, tree in _role(house, "models"):
        imported = _imported_rooms(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in LINKS and node.args:
                room = _linked_room(node.args[0], imported)
                if room and room != _room(house, place):
                    yield from _link_faults(place, node, rooms.get(room))


def _link_faults(place: Path, node: ast.Call, floor: str | None) -> Iterator[str]:
    options = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
    if floor == "rooms":
        yield f"{place}:{node.lineno}: a foreign key into another room"
    if not options.get("on_delete", "").endswith("PROTECT") or options.get("related_name") != "'+'":
        yield f"{place}:{node.lineno}: a foreign key to another room is PROTECT with related_name '+'"


def _linked_room(target: ast.expr, imported: dict[str, str]) -> str | None:
    if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value:
        return target.value.split(".")[0]
    return imported.get(target.id) if isinstance(target, ast.Name) else None


def _imported_rooms(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            ("knooppunt.ground.", "knooppunt.rooms.")
        ):
            found |= {name.asname or name.name: (node.module or "").split(".")[2] for name in node.names}
    return found


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _role(house: Path, role: str) -> Iterator[tuple[Path, ast.Module]]:
    """The modules of this role: ``<floor>/<room>/role.py`` or the files of the package ``role/``."""
    for place, tree in sources(house):
        parts = place.relative_to(house).with_suffix("").parts
        if parts[0] in ("ground", "rooms") and len(parts) > 2 and parts[2] == role and "tests" not in parts:
            yield place, tree


def _room(house: Path, place: Path) -> str:
    return place.relative_to(house).parts[1]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


CHECKS: tuple[Check, ...] = (
    too_long,
    bad_names,
    model_signals,
    wild_actions,
    deaf_queries,
    doors_without_list,
    loose_links,
)


def faults(house: Path) -> list[str]:
    """Every fault that any check finds below ``house`` (the package folder)."""
    return [fault for check in CHECKS for fault in check(house)]


if __name__ == "__main__":
    found = faults(Path(sys.argv[1] if len(sys.argv) > 1 else "src/knooppunt"))
    print("\n".join(found) or "The house is in order.")
    sys.exit(bool(found))
