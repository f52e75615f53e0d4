import { notFound, Problem } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/**
 * The response of the gateway's `$default` route: 405 with `Allow` if the path exists with other methods, otherwise
 * 404. `published` maps the paths of the contract to their methods.
 */
export const noSuchRoute = (method: string, path: string, published: Record<string, string[]>): never => {
  const methods = Object.entries(published)
    .filter(([candidate]) => pattern(candidate).test(path))
    .flatMap(([, allowed]) => allowed);
  if (methods.length === 0) throw notFound();
  const allow = [...new Set(methods)].sort().join(', ');
  throw new Problem('method_not_allowed', messages.methodNotAllowed(method, allow), { allow });
};
