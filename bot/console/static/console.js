// htmx puts the server's HTML into the page. This is the one Trusted Types policy of the console:
// HTML passes (templates escape every value), scripts from strings and script addresses do not.
window.trustedTypes?.createPolicy("default", { createHTML: (html) => html });
