"""Who may act and who may see.

An *account* lets a person sign in; a *mandate* gives a person or a function a permission in an area for a time. From
these the *actor* of a request is built, once. A row of content carries its *marking* (TLP 2.0), its holding
organisation and whom it is shared with; :class:`Marked` and its ``visible_to`` are the only place that reads them.
"""
