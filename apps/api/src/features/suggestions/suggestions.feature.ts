import type { JobRequester } from '@memo/jobs';
import type { Feature } from '../../feature.ts';
import type { Uploads } from '../../upload/uploads.ts';
import { createSuggestionsRoutes } from './suggestions.routes.ts';
import { createSuggestionsService, type SuggestionsDeps } from './suggestions.service.ts';

export interface SuggestionsFeatureDeps extends SuggestionsDeps {
  requester: JobRequester;
  uploads: Uploads;
}

export function createSuggestionsFeature(deps: SuggestionsFeatureDeps): Feature {
  const { uploads, ...asking } = deps;
  const { requester } = asking;
  const service = createSuggestionsService(asking);
  return {
    routes: createSuggestionsRoutes(service, uploads.receive),
    close: async () => {
      await requester.close();
      // Connections that were cut at the end of the grace leave half uploads to abort.
      await uploads.settled();
    },
  };
}
