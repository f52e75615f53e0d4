import type { Route } from '#shared/http/route.ts';

/** A path pattern of the edge, and whether its responses can be cached. */
export type EdgeBehavior = { pathPattern: string; cached: boolean };

type ReadRoute = Pick<Route, 'path' | 'method' | 'access'>;

const patternOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '*');
const resourceOf = (path: string): string => /^(?:\/v1)?\/[\w-]+/.exec(path)?.[0] ?? path;

/**
 * The path patterns of the edge in order of precedence. Unmatched paths are not cached, so a new signed-in route is
 * safe by default. A resource with public reads is one cached pattern, preceded by the signed-in reads below it.
 */
export const edgeBehaviors = (routes: readonly ReadRoute[]): EdgeBehavior[] => {
  const reads = routes.filter(({ method }) => method === 'GET');
  const resources = [...new Set(reads.filter(({ access }) => access === 'public').map(({ path }) => resourceOf(path)))];
  return resources.sort().flatMap((resource) => {
    const signedIn = reads.filter(({ path, access }) => access === 'signed-in' && resourceOf(path) === resource);
    const isRootSignedIn = signedIn.some(({ path }) => path === resource);
    return [
      ...signedIn
        .filter(({ path }) => path !== resource)
        .map(({ path }) => ({ pathPattern: patternOf(path), cached: false })),
      { pathPattern: `${resource}${isRootSignedIn ? '/' : ''}*`, cached: true },
    ];
  });
};
