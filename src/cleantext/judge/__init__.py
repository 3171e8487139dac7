"""The judge: lines as numbers, small networks, and what they think of each line.

A network reads the lines of a text in order. It sees their shape, hashed words, place and
repetition, and in texts what the rules saw in them, in HTML the markup; see ``docs/model-card.md``
for what the networks were trained on, how well they do and where they fail.
"""
