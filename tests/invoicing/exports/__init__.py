"""Tests of the books that people take away."""
