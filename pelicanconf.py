"""Pelican's settings for the website: what it does on its own is off; the pages are ours.

Run by `siar publish` and `siar serve`, which add the paths, the agency and the published set.
The pages are planned in pipeline/site/plan.py and look as theme/ says.
"""

PLUGINS = ["pipeline.site.plugin"]

# The build adds: every value encoded for where it goes, and a misspelt one stops it.
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt"]

THEME_STATIC_DIR = "tema"
THEME_STATIC_PATHS = ["static"]

# Articles are read by our generator, and only those of the published set.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

# Braces and bars in an article are text.
INTRASITE_LINK_REGEX = r"(?P<what>(?!))"
USE_FOLDER_AS_CATEGORY = False
FORMATTED_FIELDS: list[str] = []
FILENAME_METADATA = PATH_METADATA = r"(?!)"
