// The suites of Texts.
