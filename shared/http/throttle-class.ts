import type { ThrottleClass } from '#shared/platform/limits.ts';
import type { Route } from './route.ts';

/** The throttle class of a route in the gateway (`ROUTE_THROTTLES`). */
export const throttleClassOf = ({ method, path }: Pick<Route, 'method' | 'path'>): ThrottleClass => {
  if (method === 'GET') return 'reads';
  if (method === 'POST' && path === '/v1/producers') return 'signUps';
  if (method === 'POST' && path.endsWith('/images')) return 'uploads';
  return 'writes';
};
