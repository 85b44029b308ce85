// The suites of Crypto.
