import { newId, type Database, type Tenant, type Transaction } from '@memo/entities';
import { offerLater, type OfferLaterDeps } from '@memo/ledger';
import { markRequeued } from './meeting-status.sql.ts';
import { deliverAgain, queueMinutes } from './minutes.sql.ts';
import { stageLedger } from './stage-ledger.sql.ts';

type Deps = OfferLaterDeps & { database: Database };

/** Has minutes made of what the meeting shows when their turn comes. */
export async function scheduleMinutes(
  { database, ...tickets }: Deps,
  tenant: Tenant,
  tx: Transaction,
  { meetingId, number }: { meetingId: string; number: number },
): Promise<void> {
  await database.rows(tenant, tx).run(queueMinutes, { id: newId(), meetingId, number });
  offerLater(tx, tickets, stageLedger, ['minutes']);
}

/** Has the dashboard told what a person changed, a minute later and in one delivery with what comes until then. */
export async function tellDashboard(
  { database, ...tickets }: Deps,
  tenant: Tenant,
  tx: Transaction,
  meetingId: string,
): Promise<void> {
  const rows = database.rows(tenant, tx);
  const renewed = await rows.all(deliverAgain, { meetingId });
  if (renewed.length === 0) return;
  await rows.run(markRequeued.sync, { meetingIds: [meetingId] });
  offerLater(tx, tickets, stageLedger, ['sync']);
}
