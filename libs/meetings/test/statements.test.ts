import { describeStatements } from '@memo/testing/statements';

await describeStatements('meetings', new URL('../src/', import.meta.url));
