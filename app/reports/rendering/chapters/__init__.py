"""One module a chapter. Each gives its flowables in order; none draws pages."""
