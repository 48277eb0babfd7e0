"""How dates are written, per language of the staff: FORMAT_MODULE_PATH leads here."""
