"""What ``wholepicture map`` proposes for an export, and why."""
