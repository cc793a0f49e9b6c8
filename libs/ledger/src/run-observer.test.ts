import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { openPostOffice, type Handling, type PostOffice } from '../test/parcels.ts';

let office: PostOffice;
let sender: Awaited<ReturnType<PostOffice['account']>>;

const nothing: Handling = () => Promise.resolve({});
const failing =
  (error: AppError): Handling =>
  () =>
    Promise.reject(error);

beforeAll(async () => {
  office = await openPostOffice();
  sender = await office.account();
});

beforeEach(async () => {
  await office.clear();
  office.observed();
});

afterAll(() => office.close());

describe('whoever counts the work', () => {
  it('is told of every claim, of which kind it was and how it ended, and of nothing where there was nothing', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.post(sender, 'Elm Street 2', 'letter');
    await office.handle(nothing);
    await office.handle(failing(new AppError('unavailable', 'Nobody at home.')));
    await office.hurry();
    await office.handle(failing(new AppError('invalid_input', 'No such street.')));
    await office.handle(nothing);
    expect(office.observed().sort()).toEqual(
      ['letter retry true', 'parcel done true', 'letter failed true'].sort(),
    );
  });

  it('is told of a lease that another holder has taken', async () => {
    await office.post(sender, 'Elm Street 1');
    await office.handle(async () => {
      await office.expireLeases();
      await office.claim();
      return {};
    });
    expect(office.observed()).toEqual(['lost: taken', 'parcel lost true']);
  });

  it('is told of work whose end the ledger could not be told', async () => {
    await office.post(sender, 'Elm Street 1');
    const handled = office.handle(async () => {
      await office.query('ALTER TABLE parcels RENAME TO gone');
      return {};
    });
    await handled.catch(() => undefined);
    await office.query('ALTER TABLE gone RENAME TO parcels');
    expect(office.observed()).toEqual(['parcel unsettled true']);
  });

  it('is told where the sweeper found work and no ticket, and not where one waited', async () => {
    await office.reconcile();
    expect(office.observed()).toEqual([]);
    await office.post(sender, 'Elm Street 1');
    await office.reconcile();
    await office.reconcile();
    expect(office.observed()).toEqual(['repaired analytics']);
  });
});
