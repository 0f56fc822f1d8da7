"""Events of the network: who registers, who came, and what came of it."""
