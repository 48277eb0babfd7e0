"""A data set of any size for `manage.py seed_load`: what a busy platform has after two years."""

from payment_links.demo.load.filling import load_links
from payment_links.demo.load.rows import BATCH

__all__ = ["BATCH", "load_links"]
