"""The vault's access log only grows."""

from .row_guards import RowGuard

ACCESS_LOG = RowGuard("privacy_vaultaccess", "vaultaccess", "privacy_vaultaccess is append-only")
