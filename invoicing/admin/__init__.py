"""Documents in the back office: one file per subject; pages.py registers them."""
