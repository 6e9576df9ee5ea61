"""Published test vectors: what an implementation of the same specification must compute."""

import json
from pathlib import Path

DATA = Path(__file__).parent / "data"
VECTORS = json.loads((DATA / "vectors-entries.json").read_text())
LOG = json.loads((DATA / "vectors-log.json").read_text())
LEAVES = [bytes.fromhex(leaf) for leaf in VECTORS["leaf_hashes"]]
