import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './manifests/objects.ts';
import { plotDay, simulateDay } from './scaling/day.ts';
import { reportTable, reportText } from './scaling/report.ts';
import { readRule } from './scaling/rule.ts';

const day = await simulateDay();
await writeFile(join(repository, 'docs/scaling.svg'), plotDay(day));
const rule = await readRule('transcription-worker');
process.stdout.write(
  `${await reportTable(day)}\n\n${reportText(day, rule)}\n\ndocs/scaling.svg is written.\n`,
);
