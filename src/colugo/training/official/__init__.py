"""The official models of the predecessor: where they lie, and how they come here."""
