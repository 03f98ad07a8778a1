"""How numbers and dates are written where Django's own choice does not fit Belgian readers."""
