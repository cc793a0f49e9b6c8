import type { ProblemPage } from '../../../http/errors.ts';
import { markup } from '../../../http/html.ts';
import { page, pageHeaders } from './frame.ts';

const notThere = {
  title: 'This link does not open',
  sentence:
    'Nothing is shared at this address, or not any more. Ask whoever sent it to you for a new link.',
};

const titles: Readonly<Record<number, string>> = {
  429: 'Too many requests',
  503: 'Not available at the moment',
};

/**
 * What is no address of ours, a link that nobody made, that is over or that was taken back: one page, to the byte, so
 * that nobody learns which of them it is.
 */
export const problemPage: ProblemPage = (status, detail) => {
  const headers = pageHeaders();
  if (detail === null || status === 404) {
    const { title, sentence } = notThere;
    return { status: 404, headers, html: shown(title, sentence) };
  }
  return { status, headers, html: shown(titles[status] ?? 'This did not work', detail) };
};

const shown = (title: string, sentence: string): string =>
  page(title, markup`<h1>${title}</h1>\n<p>${sentence}</p>\n`);
