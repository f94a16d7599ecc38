"""The audit log: who did what when, each entry chained to the one before. Keeps nothing."""

from colugo.shop.audit.chain import (
    NO_HASH,
    AuditEntry,
    AuditHead,
    append,
    check_chain,
    find_broken,
)

__all__ = ["NO_HASH", "AuditEntry", "AuditHead", "append", "check_chain", "find_broken"]
