import { createContext, runInContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createMailPages } from './mail-pages.ts';

const app = express().use(createMailPages());

it('the page of a mail runs one script of this host, sends its address to nobody and is not found by searching', async () => {
  const answer = await request(app).get('/reset-password').expect(200);
  const policy = answer.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(answer.get('Referrer-Policy')).toBe('no-referrer');
  expect(answer.get('X-Robots-Tag')).toBe('noindex');
  expect(answer.text.match(/<script/g)).toHaveLength(1);
});

it('sets the password with the token behind the #, which it takes out of the address bar', async () => {
  const { text: script } = await request(app).get('/reset-password/start.js').expect(200);
  const sent: unknown[] = [];
  let submit: (event: object) => Promise<void> = () => Promise.reject(new Error('No form'));
  const told = { textContent: '' };
  const elements: Record<string, object> = {
    told,
    password: { value: 'a long password' },
    form: {
      addEventListener: (_: string, listener: typeof submit) => (submit = listener),
      remove: () => undefined,
    },
  };
  let shown = '/reset-password#token=abc';
  const page = createContext({
    URLSearchParams,
    location: { hash: '#token=abc', pathname: '/reset-password' },
    history: { replaceState: (_state: null, _title: string, path: string) => (shown = path) },
    document: { getElementById: (id: string) => elements[id] },
    fetch: (path: string, { body }: { body: string }) => {
      sent.push([path, JSON.parse(body)]);
      return Promise.resolve({ ok: true });
    },
  });
  runInContext(script, page);
  await submit({ preventDefault: () => undefined });
  expect(shown).toBe('/reset-password');
  expect(sent).toEqual([
    ['/api/v1/web/auth/password/reset/confirm', { token: 'abc', new_password: 'a long password' }],
  ]);
  expect(told.textContent).toContain('Your password is set');
});
