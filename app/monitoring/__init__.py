"""What a watchman asks: how old the work is that waits."""
