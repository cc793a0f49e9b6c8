import { defineRoute, type Route } from '../../http/route.ts';
import { defaultDetail, tooManyDetail } from './template-rules.ts';
import {
  listQuerySchema,
  newTemplateSchema,
  templateChangesSchema,
  templatePageSchema,
  templateParamsSchema,
  templateSchema,
} from './templates.schemas.ts';
import type { Selection, TemplatesService } from './templates.service.ts';

const tags = ['Templates'];
const notFound = {
  404: {
    description: 'The workspace has no such template',
    example: { detail: 'Template not found' },
  },
};
const notOwn = {
  403: {
    description: 'A default template, one of somebody else, or the caller is a viewer',
    example: { detail: defaultDetail },
  },
};
const noRoom = {
  409: {
    description: 'The workspace has 1,000 templates, or 2 MB of text in them',
    example: { detail: tooManyDetail },
  },
};

export function createTemplatesRoutes(service: TemplatesService): Route[] {
  const list = (path: string, selection: Selection, summary: string) =>
    defineRoute({
      method: 'get',
      path,
      contract: true,
      summary,
      tags,
      auth: 'bearer',
      allow: 'template.read',
      query: listQuerySchema,
      responses: { 200: { description: 'One page', schema: templatePageSchema } },
      handler: async ({ scope, query }) => ({
        status: 200,
        body: await service.list(scope, selection, query),
      }),
    });

  return [
    list('/templates', 'all', 'The templates to choose from: defaults, then the workspace’s own'),
    list('/templates/defaults', 'defaults', 'The templates every workspace has'),
    list('/templates/user', 'mine', 'The templates the caller made, newest first'),
    defineRoute({
      method: 'post',
      path: '/templates',
      contract: true,
      idempotency: { status: 201, replay: (scope, id) => service.get(scope, id) },
      summary: 'Create a template',
      description:
        'Everybody in the workspace can use it. Its texts shape the notes of the meetings that name it.',
      tags,
      auth: 'bearer',
      allow: 'template.create',
      body: newTemplateSchema,
      responses: {
        201: { description: 'Created', schema: templateSchema },
        ...noRoom,
      },
      handler: async ({ scope, body, once }) => ({
        status: 201,
        body: await service.create(scope, body, once.keep),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/templates/:template_id',
      summary: 'One template',
      tags,
      auth: 'bearer',
      allow: 'template.read',
      params: templateParamsSchema,
      responses: { 200: { description: 'The template', schema: templateSchema }, ...notFound },
      handler: async ({ scope, params }) => ({
        status: 200,
        body: await service.get(scope, params.template_id),
      }),
    }),
    defineRoute({
      method: 'put',
      path: '/templates/:template_id',
      summary: 'Change some fields of a template the caller made',
      description: 'Fields that are not sent stay as they are; null clears one.',
      tags,
      auth: 'bearer',
      allow: 'template.change',
      params: templateParamsSchema,
      body: templateChangesSchema,
      responses: {
        200: { description: 'As it is now', schema: templateSchema },
        ...notOwn,
        ...notFound,
        ...noRoom,
      },
      handler: async ({ scope, params, body }) => ({
        status: 200,
        body: await service.update(scope, params.template_id, body),
      }),
    }),
    defineRoute({
      method: 'delete',
      path: '/templates/:template_id',
      summary: 'Delete a template the caller made',
      description: 'New meetings cannot use it; those that were uploaded with it still follow it.',
      tags,
      auth: 'bearer',
      allow: 'template.change',
      params: templateParamsSchema,
      responses: { 204: { description: 'Deleted' }, ...notOwn, ...notFound },
      handler: async ({ scope, params }) => {
        await service.delete(scope, params.template_id);
        return { status: 204 };
      },
    }),
  ];
}
