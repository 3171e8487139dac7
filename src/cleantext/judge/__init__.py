"""The judge: lines as numbers, a small network, and what it thinks of each line.

The network reads the lines of a text in order. It sees their shape, hashed words, place and
repetition, what the rules saw in them, and the markup where there is any; see ``docs/model-card.md``
for what it was trained on, how well it does and where it fails.
"""
