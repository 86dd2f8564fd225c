/* The parts of an HTML page that are the same for all tables, as lines that end with NULL. */
#ifndef SDNC_FORMATS_HTML_PAGE_H
#define SDNC_FORMATS_HTML_PAGE_H

/* What stands in <style>. */
extern const char *const html_style[];

/* What stands in <script>: it sorts and filters the rows of the only table of the page. */
extern const char *const html_script[];

#endif
