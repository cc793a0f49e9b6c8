import { Router } from 'express';

// Everything from this host, and nothing that anybody else wrote is in it.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = (title: string, script: string, content: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 4rem auto; padding: 0 1rem; }
      input, button { font: inherit; display: block; width: 100%; box-sizing: border-box; margin: 0.5rem 0 1rem; padding: 0.5rem; }
      code { overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    ${content}
    <p id="told" role="status"></p>
    <script src="${script}"></script>
  </body>
</html>
`;

// The token stands behind the #: it is sent to this API alone, and only with the form.
const tokenScript = `const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
history.replaceState(null, '', location.pathname);
const told = document.getElementById('told');
`;

const pages = [
  {
    path: '/reset-password',
    html: page(
      'Choose a new password',
      '/reset-password/start.js',
      `<form id="form">
      <label>New password, at least 8 characters
        <input id="password" type="password" autocomplete="new-password" minlength="8" maxlength="128" required />
      </label>
      <button>Set it</button>
    </form>`,
    ),
    script: `${tokenScript}const form = document.getElementById('form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ token, new_password: document.getElementById('password').value });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch('/api/v1/web/auth/password/reset/confirm', { method: 'POST', headers, body });
  if (answer.ok) {
    form.remove();
    told.textContent = 'Your password is set. Sign in with it.';
    return;
  }
  const { detail } = await answer.json().catch(() => ({}));
  told.textContent = typeof detail === 'string' ? detail : 'That did not work. Ask for another mail.';
});
`,
  },
  {
    path: '/prove-address',
    html: page(
      'Is this your address?',
      '/prove-address/start.js',
      '<p>Enter this code in the app, where you are signed in:</p><p><code id="code"></code></p>',
    ),
    script: `${tokenScript}document.getElementById('code').textContent = token;
`,
  },
];

/** Where the links in mails lead, for people whose app has no page of its own. */
export function createMailPages(): Router {
  const router = Router();
  for (const { path, html, script } of pages) {
    router.get(path, (_req, res) => {
      res
        .set('Content-Security-Policy', contentSecurityPolicy)
        .set({ 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex' })
        .type('html')
        .send(html);
    });
    router.get(`${path}/start.js`, (_req, res) => res.type('js').send(script));
  }
  return router;
}
