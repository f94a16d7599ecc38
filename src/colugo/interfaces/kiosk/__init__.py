"""The page of a counter, thin over /v1, and the window that shows it. Decides nothing."""
