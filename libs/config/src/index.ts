export {
  environmentWithFile,
  processEnvironment,
  settingsAlone,
  type Environment,
} from './environment.ts';
export { operatorEnvironment } from './operator-environment.ts';
export {
  checkEveryConfig,
  environmentOf,
  loadAnalyticsWorkerConfig,
  loadApiConfig,
  loadDashboardSyncWorkerConfig,
  loadAuditConfig,
  loadDatabaseConfig,
  loadMigrationTarget,
  loadStackConfig,
  loadStorageConfig,
  loadTranscriptionWorkerConfig,
  type AnalyticsWorkerConfig,
  type ApiConfig,
  type DashboardSyncWorkerConfig,
  type TranscriptionWorkerConfig,
} from './apps.ts';
