import { setTimeout as delay } from 'node:timers/promises';
import { forSeconds, type Fault } from '../strike.ts';

const outage = { crashes: 'none', load: 'usual' } as const;

export const dashboardAway: Fault = {
  name: 'dashboard-away',
  promise: 'a dashboard that nobody reaches gets every meeting once when it is back',
  ...outage,
  strike: forSeconds(30, ({ gates }) => gates.dashboard.set('away')),
};

export const dashboardForgetful: Fault = {
  name: 'dashboard-answers-lost',
  promise: 'a delivery whose answer was lost is repeated under the same id',
  ...outage,
  strike: async ({ system: { dashboard, gates } }) => {
    for (let times = 0; times < 3; times += 1) dashboard.hangNext();
    await delay(3_000);
    gates.dashboard.loseAnswers(10);
    await delay(5_000);
  },
};
