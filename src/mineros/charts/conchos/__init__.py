"""The figures of lesson 01, Pasta de Conchos."""
