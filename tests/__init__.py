"""The test suite; see README of the folders by kind: unit, services, queries, web, ml, architecture, walks, production, journeys."""
