"""The registry of indicators: what each figure of the board means, and the code that counts it."""
