"""Tests that go on for a minute or two each: senders killed again and again, many people at the same cases."""
