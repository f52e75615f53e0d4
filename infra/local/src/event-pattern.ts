const comparisons: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

const matchesRule = (rule: unknown, value: unknown): boolean => {
  if (typeof rule !== 'object' || rule === null) return value === rule;
  const [kind, argument] = Object.entries(rule)[0] ?? [];
  switch (kind) {
    case 'exists':
      return (value !== undefined) === argument;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(argument));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(argument));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(argument).toLowerCase();
    case 'anything-but':
      return (
        value !== undefined &&
        !(Array.isArray(argument) ? argument : [argument]).some((other) => matchesRule(other, value))
      );
    case 'numeric': {
      const terms = argument as [string, number, string?, number?];
      const within = (sign: string | undefined, bound: number | undefined): boolean =>
        sign === undefined || bound === undefined || (comparisons[sign]?.(Number(value), bound) ?? false);
      return value !== undefined && within(terms[0], terms[1]) && within(terms[2], terms[3]);
    }
    default:
      throw new Error(`The filter rule ${JSON.stringify(rule)} is not served here`);
  }
};

/**
 * Whether an event matches the pattern of a rule or the filter of an event source: fields with lists of rules, one of
 * which must match; of a list value, any element.
 */
export const matchesPattern = (pattern: Record<string, unknown>, event: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    const value = typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[field] : undefined;
    if (field === '$or') return (wanted as Record<string, unknown>[]).some((each) => matchesPattern(each, event));
    if (Array.isArray(wanted)) {
      const values = Array.isArray(value) ? value : [value];
      return wanted.some((rule) => values.some((each) => matchesRule(rule, each)));
    }
    return matchesPattern(wanted as Record<string, unknown>, value);
  });
