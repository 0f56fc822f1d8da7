"""After the yes: editions of programmes, who takes part, and who has which place at a site."""
