export { startMailServer, type ReceivedMail, type TestMailServer } from './mail-server.ts';
export { testCertificate } from './test-certificate.ts';
