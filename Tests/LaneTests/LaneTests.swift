// The suites of Lane.
