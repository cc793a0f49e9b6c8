import { z } from 'zod';

export interface PageQuery {
  page: number;
  limit: number;
}

/** The query of a paged list, to be spread into its schema. */
export const pageQuery = ({
  defaultLimit,
  maxLimit,
}: {
  defaultLimit: number;
  maxLimit: number;
}) => ({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(maxLimit).default(defaultLimit),
});

/** The contract's envelope of a paged list. */
export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    total: z.number().int(),
    page: z.number().int(),
    limit: z.number().int(),
    total_pages: z.number().int(),
  });

/** Rows of one page in that envelope. */
export const toPage = <T>(data: T[], total: number, { page, limit }: PageQuery) => ({
  data,
  total,
  page,
  limit,
  total_pages: Math.ceil(total / limit),
});

/** How many rows come before the page. */
export const offsetOf = ({ page, limit }: PageQuery): number => (page - 1) * limit;
