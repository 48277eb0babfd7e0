"""Tests of the overview of the back office."""
