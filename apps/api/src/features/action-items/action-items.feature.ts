import type { Reads } from '@memo/entities';
import type { Feature } from '../../feature.ts';
import { createActionItemsRoutes } from './action-items.routes.ts';
import { createActionItemsService, type ActionItemsDeps } from './action-items.service.ts';
import { createSearchItems } from './search.service.ts';

export interface ActionItemsFeatureDeps extends ActionItemsDeps {
  reads: Reads;
}

export function createActionItemsFeature(deps: ActionItemsFeatureDeps): Feature {
  const items = createActionItemsService(deps);
  return { routes: createActionItemsRoutes({ items, search: createSearchItems(deps) }) };
}
