export { operatorEnvironment, processEnvironment, type Environment } from './environment.ts';
export {
  checkEveryConfig,
  loadAnalyticsWorkerConfig,
  loadApiConfig,
  loadDashboardSyncWorkerConfig,
  loadStackConfig,
  loadTranscriptionWorkerConfig,
  type AnalyticsWorkerConfig,
  type ApiConfig,
  type DashboardSyncWorkerConfig,
  type TranscriptionWorkerConfig,
} from './apps.ts';
