"""Receipts of kept orders, in every form. Knows no HTTP and no printer."""

from colugo.checkout.receipts.forms import FORMS, Form, in_form
from colugo.checkout.receipts.kept import find_by_link, receipt_of, receipts_of_reversals

__all__ = ["FORMS", "Form", "find_by_link", "in_form", "receipt_of", "receipts_of_reversals"]
