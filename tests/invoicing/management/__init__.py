"""Tests of the commands of invoicing."""
