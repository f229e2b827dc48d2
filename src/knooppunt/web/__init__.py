"""The shell: who is asking, navigation, base templates, the live state of a page, and refusals as pages.

The shell knows no figures and no editions. It gives every room the same frame, reads the authority of the person who
asks once per request, and turns a refusal into a sentence in the language of the reader.
"""
