// The suites of CRDT.
