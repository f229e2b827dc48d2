"""What was counted, where, when, by whom, known since when, and replacing what.

An *indicator* is what is counted. A *source* delivers files; a *delivery* is one file, taken in at one moment. A
*series* is one indicator of one source for one area; an *observation* is its value for one period. A value that a later
delivery changed is *superseded*, never lost. A *flag* says a value is hard to believe; a *gap* says by how much the
parts do not add up to the whole; a row that cannot be taken as it stands waits in *quarantine*.
"""
