import { z } from 'zod';

/** A page in the document of the API. */
export const htmlSchema = z.string().meta({ example: '<!doctype html>…' });

/** Markup. What is put into a template as a text is shown as that text, whatever is in it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Hole = Html | string | number | null | undefined | false | readonly Hole[];

/** The only way to markup: every hole that is not markup itself is escaped. Attributes are to stand in double quotes. */
export const markup = (parts: TemplateStringsArray, ...holes: readonly Hole[]): Html =>
  new Html(parts.reduce((made, part, index) => made + textOf(holes[index - 1]) + part));

function textOf(hole: Hole): string {
  if (hole instanceof Html) return hole.text;
  if (hole === null || hole === undefined || hole === false) return '';
  if (typeof hole === 'object') return hole.map(textOf).join('');
  return escapeHtml(String(hole));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.toWellFormed().replace(/[&<>"']/g, (character) => entities[character] ?? '');
