import type { LocalRoute } from './template.ts';

export type Match = { route: LocalRoute; pathParameters: Record<string, string> | undefined };

type Node = {
  fixed: Map<string, Node>;
  /** Routes whose next segment is a variable, and those whose variable takes the rest. */
  variable?: Node;
  greedy?: Node;
  methods: Map<string, { route: LocalRoute; names: string[] }>;
};

const emptyNode = (): Node => ({ fixed: new Map(), methods: new Map() });

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

/**
 * Selects routes like an HTTP API: the most specific full match, then a greedy variable, then `$default`. The path is
 * undecoded; its segments are decoded one by one, so that `%2F` stays inside its segment. Undefined without a match;
 * throws `URIError` for an invalid encoding.
 */
export const createRouter = (routes: LocalRoute[]): ((method: string, path: string) => Match | undefined) => {
  const root = emptyNode();
  let fallback: LocalRoute | undefined;
  for (const route of routes) {
    if (route.routeKey === '$default') {
      fallback = route;
      continue;
    }
    const [method = '', path = ''] = route.routeKey.split(' ');
    const names: string[] = [];
    let node = root;
    for (const segment of segmentsOf(path)) {
      const variable = /^\{([^}+]+)(\+?)\}$/.exec(segment);
      if (!variable) {
        const next = node.fixed.get(segment) ?? emptyNode();
        node.fixed.set(segment, next);
        node = next;
        continue;
      }
      names.push(variable[1] ?? '');
      if (variable[2]) {
        node.greedy ??= emptyNode();
        node = node.greedy;
      } else {
        node.variable ??= emptyNode();
        node = node.variable;
      }
    }
    node.methods.set(method, { route, names });
  }

  const choose = (node: Node, method: string) => node.methods.get(method) ?? node.methods.get('ANY');

  const full = (node: Node, method: string, segments: string[], at: number, values: string[]): Match | undefined => {
    const segment = segments[at];
    if (segment === undefined) {
      const found = choose(node, method);
      if (!found) return undefined;
      if (found.names.length === 0) return { route: found.route, pathParameters: undefined };
      const pathParameters: Record<string, string> = Object.create(null);
      for (const [index, name] of found.names.entries()) pathParameters[name] = values[index] ?? '';
      return { route: found.route, pathParameters };
    }
    const fixed = node.fixed.get(segment);
    const exact = fixed && full(fixed, method, segments, at + 1, values);
    if (exact) return exact;
    if (node.variable && segment !== '') return full(node.variable, method, segments, at + 1, [...values, segment]);
    return undefined;
  };

  const greedy = (node: Node, method: string, segments: string[], at: number, values: string[]): Match | undefined => {
    const segment = segments[at];
    if (segment === undefined) return undefined;
    const fixed = node.fixed.get(segment);
    const deeper =
      (fixed && greedy(fixed, method, segments, at + 1, values)) ??
      (node.variable && segment !== ''
        ? greedy(node.variable, method, segments, at + 1, [...values, segment])
        : undefined);
    if (deeper) return deeper;
    return node.greedy && full(node.greedy, method, [], 0, [...values, segments.slice(at).join('/')]);
  };

  return (method, path) => {
    const segments = segmentsOf(path).map(decodeURIComponent);
    const match = full(root, method, segments, 0, []) ?? greedy(root, method, segments, 0, []);
    if (match) return match;
    return fallback && { route: fallback, pathParameters: undefined };
  };
};
