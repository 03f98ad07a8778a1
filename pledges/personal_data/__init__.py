"""What is held about a person: found by address, shown, handed over, kept for its time, and gone when it should be."""
