"""Taking engagements out of the inbox as a spreadsheet, with a record of who did it."""
