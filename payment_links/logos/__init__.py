"""Logos: fetched by a job from where tenants say, stored as our own copy, read by documents.

Nothing is imported here: who reads a logo need not load what decodes pictures.
"""
