"""The stories of the product in a real browser, on the demonstration world."""
