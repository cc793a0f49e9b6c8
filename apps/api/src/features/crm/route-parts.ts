/** What every route of this feature has in common. */
export const crmRoute = {
  prefixes: ['/api/v1/crm'],
  tags: ['Speakers'],
  auth: 'bearer' as const,
};

export const profileNotThere = {
  404: {
    description: 'There is no such profile in the workspace',
    example: { detail: 'Speaker profile not found' },
  },
};
