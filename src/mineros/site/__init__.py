"""For makers and readers: the lessons as a site of plain pages, in both languages, that anybody can read anywhere.

Each notebook is run once (`reading`), written as a page of Markdown (`pages`), with a form for its answers (`forms`)
and links to where it runs (`live`). Sphinx, which stands only in the environment of the site, makes it a site with
navigation and a search (`build`). No page fetches anything.
"""
