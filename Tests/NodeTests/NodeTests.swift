// The suites of Node.
