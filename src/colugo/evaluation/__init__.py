"""Judges what a shop recognises, by the measures of the field. Sells nothing."""
