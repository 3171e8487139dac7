"""How the network behind the ``leftovers`` filter is trained."""
