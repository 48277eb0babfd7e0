"""The back office: one file per subject; pages.py is the index that registers them."""
