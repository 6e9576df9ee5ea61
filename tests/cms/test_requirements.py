"""What the product imports is installed by `make install`, not only with the tools of developers."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
APPS = ("cms", "supervision", "home", "search", "workflows", "disclosure", "ledger", "privacy")
OPTIONAL = {"storages"}  # named as text in the production settings: requirements-s3.txt


def imported() -> set[str]:
    """First names of all absolute imports of the product, wherever in a module they stand."""
    found: set[str] = set()
    for app in APPS:
        for file in (PROJECT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {name.name.split(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - set(APPS) - OPTIONAL


def pinned() -> set[str]:
    lines = [
        line
        for name in ("requirements.txt", "requirements-ocr.txt")
        for line in (PROJECT / name).read_text(encoding="utf-8").splitlines()
    ]
    return {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}


def test_every_package_the_product_imports_is_pinned_for_running():
    owners = packages_distributions()
    missing = {
        name
        for name in imported()
        if not {one.lower().replace("_", "-") for one in owners.get(name, [name])} & pinned()
    }
    assert missing == set()
