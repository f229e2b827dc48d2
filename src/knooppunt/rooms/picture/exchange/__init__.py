"""An edition in the formats in which it leaves: page, file, PDF, spreadsheet, JSON; and its charts."""
