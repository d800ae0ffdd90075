// The page that CloudFront answers with if there is no file.

/**
 * Published as 404.html if a build made none. It has no script and no style, which a strict
 * Content-Security-Policy would refuse, and links nothing but the first page.
 */
export const NOT_FOUND = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Page not found</title>
  </head>
  <body>
    <h1>Page not found</h1>
    <p>There is nothing at this address. <a href="/">Go to the home page</a></p>
  </body>
</html>
`;
