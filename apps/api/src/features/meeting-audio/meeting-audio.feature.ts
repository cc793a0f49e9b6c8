import type { Feature } from '../../feature.ts';
import { createMeetingAudioRoutes } from './meeting-audio.routes.ts';
import { createMeetingAudioService, type MeetingAudioDeps } from './meeting-audio.service.ts';

export const createMeetingAudioFeature = (deps: MeetingAudioDeps): Feature => ({
  routes: createMeetingAudioRoutes(createMeetingAudioService(deps)),
});
