import { notAuthenticated, personOf } from '@memo/access';
import { AppError } from '@memo/errors';
import { silentLogger } from '@memo/logging';
import { buildScope } from '@memo/testing';
import type { Express } from 'express';
import { z } from 'zod';
import { createApp, type AppOptions } from '../src/http/create-app.ts';
import type { MountDeps } from '../src/http/mount.ts';
import { createHealthRoutes, type ReadinessCheck } from '../src/http/health.ts';
import { defineRoute, type Route } from '../src/http/route.ts';

const noteSchema = z
  .object({ id: z.uuid(), title: z.string(), author: z.string() })
  .meta({ id: 'Note' });

const authorSchema = z.object({ name: z.string() }).meta({ id: 'Author' });

const note = { id: '0198c0de-0000-7000-8000-000000000001', title: 'Hello', author: 'user 42' };

/** A feature as small as one can be: what it takes to see every kind of request and answer. */
export const demoRoutes: Route[] = [
  defineRoute({
    method: 'post',
    path: '/notes/',
    idempotency: { needless: 'nothing is stored' },
    allow: 'meeting.create',
    summary: 'Create a note',
    tags: ['Notes'],
    auth: 'bearer',
    body: z.object({
      title: z.string().min(1),
      stars: z.int().optional(),
      labels: z.record(z.string(), z.string()).optional(),
    }),
    responses: { 201: { description: 'Created', schema: noteSchema, example: note } },
    handler: ({ body, scope }) => ({
      status: 201,
      body: { id: note.id, title: body.title, author: `user ${personOf(scope)}` },
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/notes',
    allow: 'meetings.list',
    summary: 'List notes',
    tags: ['Notes'],
    auth: 'bearer',
    query: z.object({ page: z.coerce.number().int().min(1).default(1), search: z.string() }),
    responses: { 200: { description: 'A page of notes' } },
    handler: ({ query }) => ({ status: 200, body: query }),
  }),
  defineRoute({
    method: 'get',
    path: '/notes/:note_id',
    allow: 'meeting.read',
    summary: 'Get a note',
    tags: ['Notes'],
    auth: 'bearer',
    params: z.object({ note_id: z.uuid() }),
    responses: {
      200: { description: 'The note', schema: z.object({ lastReader: authorSchema.nullable() }) },
    },
    handler: ({ params }) => {
      if (params.note_id !== note.id) throw new AppError('not_found', 'Note not found');
      return { status: 200, body: note };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/notes/:note_id',
    allow: 'meeting.delete',
    summary: 'Delete a note',
    tags: ['Notes'],
    auth: 'bearer',
    params: z.object({ note_id: z.uuid() }),
    responses: {
      204: { description: 'Deleted' },
      409: { description: 'It is pinned', example: { detail: 'Unpin the note first.' } },
    },
    handler: () => ({ status: 204 }),
  }),
  defineRoute({
    method: 'post',
    path: '/notes/suggest-title',
    idempotency: { needless: 'nothing is stored' },
    summary: 'Suggest a title for a recording',
    tags: ['Notes'],
    auth: 'none',
    multipart: {
      fields: z.object({ language: z.string().optional() }),
      files: {
        audio_file: { description: 'The recording', required: true, contentType: 'audio/wav' },
        second_audio_file: { description: 'Another one', required: false, contentType: 'audio/*' },
      },
    },
    responses: { 200: { description: 'A title' } },
    handler: () => ({ status: 200, body: { suggested_title: 'Hello' } }),
  }),
  defineRoute({
    method: 'get',
    path: '/people',
    prefixes: ['/api/v1/crm'],
    summary: 'List people',
    tags: ['People'],
    auth: 'none',
    responses: { 200: { description: 'People' } },
    handler: () => ({ status: 200, body: { people: [] } }),
  }),
];

const roles = { good: 'OWNER', looking: 'VIEWER' } as const;

/** Knows two tokens, `good` and `looking`, and limits nobody. */
export const demoGate: MountDeps = {
  reservations: {
    reserve: () => Promise.reject(new Error('No demo route takes a key.')),
    forget: () => Promise.resolve(0),
  },
  access: {
    identify: ({ credential, origin }) => {
      const role = credential === 'good' || credential === 'looking' ? roles[credential] : null;
      if (role === null) return Promise.reject(notAuthenticated());
      const scope = { ...buildScope({ workspaceId: 'w1', userId: 42, role }), origin };
      return Promise.resolve({ actor: scope.actor, scope, refusal: null });
    },
    enter: (scope) => Promise.resolve(scope),
  },
  rateLimits: {
    giveBack: () => Promise.resolve(),
    take: () => Promise.resolve({ allowed: true, limit: 1_000, remaining: 999, resetMs: 60_000 }),
  },
};

interface DemoOptions extends Partial<Omit<AppOptions, 'http'>> {
  readiness?: Record<string, ReadinessCheck>;
  http?: Partial<AppOptions['http']>;
}

/** The demo routes, or others, and the probes, with no limits but those the test asks for. */
export function createDemoApp({
  logger = silentLogger,
  routes = demoRoutes,
  readiness = {},
  version = '1.0.0',
  http = {},
  ...options
}: DemoOptions = {}): Express {
  return createApp({
    logger,
    routes: [...createHealthRoutes({ version, readiness, logger }), ...routes],
    ...demoGate,
    version,
    http: { trustProxy: false, corsOrigins: [], https: false, ...http },
    ...options,
  });
}

/** A route that does what the test says. */
export function routeThat(handler: Route['handler']): Route {
  return defineRoute({
    method: 'get',
    path: '/tried',
    allow: 'meeting.read',
    summary: 'Tried',
    tags: ['Notes'],
    auth: 'bearer',
    responses: { 200: { description: 'Done' } },
    handler,
  });
}
