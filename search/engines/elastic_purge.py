"""After a removal: nothing of it in the files of the index either.

Elasticsearch marks a removed document and keeps its words in the segment until that is merged,
and after a merge for as long as a copy of the shard might ask for the change again (about half a
minute: the lease of a copy moves on every 30 seconds). So: write out, merge what holds removed
documents, write out again, and look. Only when no removed document is left anywhere is it over.
"""

from typing import TYPE_CHECKING

from .elastic_connection import done, speaking

if TYPE_CHECKING:
    from .elastic import ElasticEngine

LEASE_SECONDS = 30
MERGE_SECONDS = 900  # a merge goes on in the server when we stop waiting; the next call finds it


def purge(engine: "ElasticEngine") -> bool:
    """Write removed documents out of the files; whether none is left in any copy of any shard."""
    names = engine.indexes()
    if not names:
        return True
    indices = engine.client.options(request_timeout=MERGE_SECONDS).indices
    with speaking():
        done(indices.flush(index=names, wait_if_ongoing=True))
        done(indices.forcemerge(index=names, only_expunge_deletes=True))
        # An empty flush is skipped unless forced, and with it the deletion of the old files.
        done(indices.flush(index=names, force=True, wait_if_ongoing=True))
        held = done(indices.stats(index=names, metric="docs"))
    return all(
        row["total"].get("docs", {}).get("deleted", 1) == 0 for row in held["indices"].values()
    )
