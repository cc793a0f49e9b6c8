import type { ReceiveUpload } from '../../upload/receive-upload.ts';
import { createSuggestionsRoutes } from './suggestions.routes.ts';
import { createSuggestionsService, type SuggestionsDeps } from './suggestions.service.ts';

export interface SuggestionsFeatureDeps extends SuggestionsDeps {
  receive: ReceiveUpload;
}

export function createSuggestionsFeature({ receive, ...deps }: SuggestionsFeatureDeps) {
  return { routes: createSuggestionsRoutes(createSuggestionsService(deps), receive) };
}
