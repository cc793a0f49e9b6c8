import { describeStatements } from '@memo/testing/statements';

await describeStatements('the dashboard-sync worker', new URL('../src/', import.meta.url));
