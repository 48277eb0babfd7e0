"""Tests of the figures of whole days."""
