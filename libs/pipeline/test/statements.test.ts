import { describeStatements } from '@memo/testing/statements';

await describeStatements('the pipeline', new URL('../src/', import.meta.url));
