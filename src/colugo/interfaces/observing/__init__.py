"""What a running service shows of itself: metrics, logs, traces. No picture, no secret."""
