"""Features of a pair (application, opening), each with a name, a family and a direction."""
