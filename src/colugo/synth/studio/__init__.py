"""Scenes made of a shop's own photos: cut-outs laid on a counter, with exact answers."""
