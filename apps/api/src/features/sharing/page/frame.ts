import { Html, markup } from '../../../http/html.ts';
import { style, styleHash } from './style.ts';

interface Allowed {
  /** Whether it plays audio, which comes from this host. */
  audio?: boolean;
  /** Whether it has a form, which is sent to this host. */
  form?: boolean;
}

/** A browser does nothing with the page but show it, keeps no copy, and tells nobody where it was. */
export const pageHeaders = ({ audio = false, form = false }: Allowed = {}) => ({
  ...sharedHeaders,
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    `default-src 'none'`,
    `style-src ${styleHash}`,
    ...(audio ? [`media-src 'self'`] : []),
    `form-action ${form ? `'self'` : `'none'`}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; '),
});

/** Of every answer under a link's address. */
export const sharedHeaders = {
  'Cache-Control': 'private, no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
};

/** Up to where a page says what it is about. */
export const pageHead = (title: string): string =>
  markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
`.text;

export const pageFoot = `</main>
</body>
</html>
`;

/** A short page. */
export const page = (title: string, content: Html): string =>
  pageHead(title) + content.text + pageFoot;
