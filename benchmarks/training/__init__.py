"""How the line model is made: reading the pages, labelling lines, varying them, training."""
