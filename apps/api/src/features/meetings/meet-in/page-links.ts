import type { Request } from 'express';

interface Place {
  page: number;
  size: number;
  count: number;
}

/** The addresses of the pages around this one, as a client of Django's REST framework follows them. */
export function pageLinks(
  req: Pick<Request, 'protocol' | 'host' | 'originalUrl'>,
  { page, size, count }: Place,
): { next: string | null; previous: string | null } {
  const linkTo = (to: number): string => {
    const link = new URL(req.originalUrl, `${req.protocol}://${req.host}`);
    link.searchParams.set('page', String(to));
    return link.href;
  };
  const last = Math.max(1, Math.ceil(count / size));
  return {
    next: page < last ? linkTo(page + 1) : null,
    previous: page > 1 ? linkTo(Math.min(page - 1, last)) : null,
  };
}
