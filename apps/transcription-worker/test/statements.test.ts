import { describeStatements } from '@memo/testing/statements';

await describeStatements('the transcription worker', new URL('../src/', import.meta.url));
