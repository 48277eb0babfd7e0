"""How English writes dates where Django's own way is not ours."""
