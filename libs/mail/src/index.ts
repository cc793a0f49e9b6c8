export {
  createMail,
  type Mail,
  type MailOptions,
  type MailSettings,
  type Message,
} from './mail.ts';
