"""Doubt an answer: hide what it cites, hide everything, change the video, and see whether it does what it must."""

from vprog.audit.audit import AUDITS, audit
from vprog.audit.verdict import FAIL, NOT_APPLICABLE, PASS, Audit, Verdict, table

__all__ = ["AUDITS", "FAIL", "NOT_APPLICABLE", "PASS", "Audit", "Verdict", "audit", "table"]
