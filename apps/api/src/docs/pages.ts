interface Page {
  path: string;
  html: string;
  /** Apart from the page, because its policy allows no inline script. */
  script: string;
}

const swagger: Page = {
  path: '/docs',
  html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Memo API: Swagger UI</title>
    <link rel="icon" href="/docs/favicon.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`,
  // Without validatorUrl the viewer sends the document's address to a validator on the internet.
  script: `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#ui',
  deepLinking: true,
  validatorUrl: null,
});
`,
};

const redoc: Page = {
  path: '/redoc',
  html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Memo API: ReDoc</title>
    <link rel="icon" href="/docs/favicon.png" />
    <style>body { margin: 0; }</style>
  </head>
  <body>
    <div id="ui"></div>
    <script src="/redoc/redoc.standalone.js"></script>
    <script src="/redoc/start.js"></script>
  </body>
</html>
`,
  script: `const fonts = 'system-ui, sans-serif';
Redoc.init(
  '/openapi.json',
  { theme: { typography: { fontFamily: fonts, headings: { fontFamily: fonts } } } },
  document.getElementById('ui'),
);
`,
};

export const pages: readonly Page[] = [swagger, redoc];
