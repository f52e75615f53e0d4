import type { CorsRule } from './object-store.ts';

const matches = (pattern: string, text: string): boolean => {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
};

const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** The CORS headers of a bucket's rules for an origin; undefined without a matching rule. */
export const grantCors = (
  rules: CorsRule[],
  asked: { origin: string; method: string; headers?: string[] },
): Record<string, string> | undefined => {
  const headers = (asked.headers ?? []).map((name) => name.toLowerCase());
  for (const rule of rules) {
    const origin = rule.origins.find((pattern) => matches(pattern, asked.origin));
    const allowed = rule.headers.map((pattern) => pattern.toLowerCase());
    if (origin === undefined || !rule.methods.includes(asked.method)) continue;
    if (!headers.every((name) => allowed.some((pattern) => matches(pattern, name)))) continue;
    return {
      'access-control-allow-origin': origin === '*' ? '*' : asked.origin,
      ...(origin === '*' ? {} : { 'access-control-allow-credentials': 'true' }),
      'access-control-allow-methods': rule.methods.join(', '),
      ...(headers.length > 0 ? { 'access-control-allow-headers': headers.join(', ') } : {}),
      ...(rule.exposed.length > 0 ? { 'access-control-expose-headers': rule.exposed.join(', ') } : {}),
      ...(rule.maxAge !== undefined ? { 'access-control-max-age': String(rule.maxAge) } : {}),
      vary,
    };
  }
  return undefined;
};
