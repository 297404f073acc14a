"""Pure rules of the law library: numbers of articles, citations as written, which text stood when."""
