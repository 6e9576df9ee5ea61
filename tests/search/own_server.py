"""An Elasticsearch for one test session alone, with data of its own: it can be stopped and read."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "elasticsearch"


class OwnServer:
    """Started beside the one that ELASTICSEARCH_URL names; `halt` keeps its data."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="mingjing-own-elasticsearch-"))
        self.folder.chmod(0o755)
        self.url = ""

    def _do(self, command):
        env = {**os.environ, "ES_RUN": str(self.folder / "run"), "ES_HEAP": "512m"}
        done = subprocess.run(
            [sys.executable, str(SCRIPT), command],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self):
        self.url = self._do("start")

    @property
    def shows_its_files(self):
        """A server in a container keeps them there."""
        return (self.folder / "run" / "data").is_dir()

    def halt(self):
        self._do("halt")

    def stop(self):
        self._do("stop")
        self.folder.rmdir()

    def files_with(self, word):
        """Names of the files of all indexes, logs of changes included, that hold the word."""
        data = self.folder / "run" / "data"
        found = []
        for path in data.rglob("*"):
            try:
                if path.is_file() and word.encode() in path.read_bytes():
                    found.append(path.name)
            except FileNotFoundError:
                continue  # merged away in this moment
        return found
