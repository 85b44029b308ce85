// The suites of Storage.
