// The suites of Replica.
