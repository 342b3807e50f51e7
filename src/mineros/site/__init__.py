"""For makers and readers: the lessons as a site of plain pages, in both languages, that anybody can read anywhere.

Each notebook is run once (`reading`), written as a page of Markdown (`pages`), and made into a site with navigation and
a search by Sphinx, which stands only in the environment of the site (`build`). No page fetches anything.
"""
