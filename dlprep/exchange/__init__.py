"""Other tools' formats: read and written here, called by the command line alone."""
