"""A clearance fixes the sheet for the board and the archive beside the web rendition (I4).

Both lie in the vault only. The board's rows are sealed as they will be printed: what an editor
prints later is what was cleared, whatever becomes of the list or of the rules.
"""

import hashlib
import hmac
import json

from disclosure.canonical import ordered
from disclosure.models import Clearance, FixedRendition
from ledger import canonical_json
from privacy import renditions, vault
from workflows.lists.columns import columns_of, lists_of
from workflows.lists.opening import open_list, policy_of
from workflows.lists.totals import is_added, unit_of
from workflows.review.classes import IDENTIFYING


def fix(page, clearance: Clearance, by) -> list[FixedRendition]:
    """Seal and record both renditions of every list of the page, in the caller's transaction."""
    policy, made = policy_of(page), []
    places = {table.vault_id: n for n, table in enumerate(ordered(page.recipient_tables), start=1)}
    for table, uploaded in lists_of(page):
        columns = columns_of(uploaded)
        sheet = open_list(uploaded.pk, "workflows.fixing")
        key = f"{table.table or 'recipients'}.{places[table.vault_id]}"
        made.append(_archive(clearance, key, uploaded, sheet))
        plain = [column.plain() for column in columns]
        board = renditions.board(policy.key, plain, sheet.rows)
        if board is not None and board.rows:
            made.append(_board(page, clearance, key, table, columns, sheet, board, by))
    return made


def _archive(clearance: Clearance, key: str, uploaded, sheet) -> FixedRendition:
    """The original is the archive: full, in the vault already, each opening logged."""
    fixed = FixedRendition(
        clearance=clearance, kind="archive", table=key[:40], vault_id=uploaded.pk
    )
    fixed.digest = digest_of([sheet.header, *sheet.rows], fixed.salt)
    fixed.row_count = len(sheet.rows)
    fixed.save()
    return fixed


def _board(page, clearance, key, table, columns, sheet, board, by) -> FixedRendition:
    content = {
        "caption": table.caption,
        "labels": board.labels,
        "kinds": board.kinds,
        "rows": board.rows,
        "unit": unit_of(columns),
        "added": [is_added(c) for c in columns if c.name in board.labels],
    }
    data = json.dumps(content, ensure_ascii=False).encode()
    code = page.unit.code
    sealed = vault.seal(
        data,
        kind="board",
        name="board.json",
        unit_code=code,
        by=by,
        retention_until=page.publicity_to,
    )
    fixed = FixedRendition(clearance=clearance, kind="board", table=key[:40], vault_id=sealed.pk)
    fixed.digest = digest_of([board.labels, *board.rows], fixed.salt)
    fixed.row_count = len(board.rows)
    withheld = _withheld(columns, sheet, board)
    if withheld:
        text = json.dumps(sorted(withheld), ensure_ascii=False).encode()
        fixed.withheld_id = vault.seal(
            text, kind="withheld", name="withheld", unit_code=code, by=by
        ).pk
    fixed.save()
    return fixed


def _withheld(columns, sheet, board) -> set[str]:
    """Identifying values that even the board leaves out: numbers, telephones, members' names."""
    hidden = [c for c in columns if c.cls in IDENTIFYING and c.name not in board.labels]
    return {row[c.index] for c in hidden for row in sheet.rows if len(row[c.index]) > 2}


def digest_of(lines: list[list[str]], salt: str) -> str:
    """HMAC-SHA256 of labels and rows, as for the web rendition (gate.md)."""
    return hmac.new(bytes.fromhex(salt), canonical_json.dumps(lines), hashlib.sha256).hexdigest()


def read_board(fixed: FixedRendition) -> dict:
    """The sealed board rendition for printing; `vault.VaultUnavailable` when it was changed."""
    content = json.loads(
        vault.open_for_machine(vault.get(fixed.vault_id), purpose="workflows.board")
    )
    if fixed.salt and digest_of([content["labels"], *content["rows"]], fixed.salt) != fixed.digest:
        raise vault.VaultUnavailable("the board rendition is not the one that was cleared")
    return content
