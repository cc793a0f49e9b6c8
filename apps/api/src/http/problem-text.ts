import type { z } from 'zod';

const types: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'text',
};

const units: Readonly<Record<string, string>> = { array: 'items', string: 'characters' };

/** What is wrong with a value, for the person who sent it. Undefined leaves it to the schema library's words. */
export function problemText(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const type = types[issue.expected];
      return type && `must be ${type}`;
    }
    case 'too_small': {
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return sizeText(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum);
    }
    case 'too_big':
      return sizeText(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_format':
      return issue.format === 'uuid' ? 'must be a UUID' : undefined;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    default:
      return undefined;
  }
}

function sizeText(origin: string, comparison: string, limit: number | bigint): string {
  const unit = units[origin];
  return unit === undefined
    ? `must be ${comparison} ${limit}`
    : `must have ${comparison} ${limit} ${unit}`;
}
