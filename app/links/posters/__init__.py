"""The printed poster of a link: one layout (layout.py), drawn as PDF, SVG and PNG. Data in, bytes out."""
