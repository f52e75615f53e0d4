import { S3Error } from './errors.ts';
import { mostBytes } from './payload.ts';
import { hmac, readCredential, type Signer, sameText } from './signature.ts';

const exempt = new Set(['file', 'policy', 'x-amz-signature']);

type Condition =
  | { kind: 'eq' | 'starts-with'; field: string; value: string; printed: string }
  | { kind: 'length'; least: number; most: number };

export type SizeRange = { least: number; most: number };

const invalidPolicy = (why: string): S3Error =>
  new S3Error('InvalidPolicyDocument', { message: `Invalid Policy: ${why}` });

const refused = (why: string): S3Error =>
  new S3Error('AccessDenied', { message: `Invalid according to Policy: ${why}` });

const conditionFailed = (printed: string): S3Error => refused(`Policy Condition failed: ${printed}`);

const isText = (value: unknown): value is string => typeof value === 'string';

const readLimit = (value: unknown): number => {
  if (!/^\d{1,15}$/.test(String(value))) throw invalidPolicy('content-length-range takes two numbers.');
  return Number(value);
};

const readCondition = (condition: unknown): Condition[] => {
  if (Array.isArray(condition)) {
    const [kind, field, value] = condition as unknown[];
    const name = isText(kind) ? kind.toLowerCase() : '';
    if (name === 'content-length-range') return [{ kind: 'length', least: readLimit(field), most: readLimit(value) }];
    if ((name !== 'eq' && name !== 'starts-with') || !isText(field) || !field.startsWith('$') || !isText(value)) {
      throw invalidPolicy(`Invalid condition: ${JSON.stringify(condition)}`);
    }
    return [{ kind: name, field: field.slice(1).toLowerCase(), value, printed: JSON.stringify(condition) }];
  }
  if (typeof condition !== 'object' || condition === null) throw invalidPolicy('A condition is an object or a list.');
  return Object.entries(condition).map(([field, value]) => {
    if (!isText(value)) throw invalidPolicy(`Invalid condition: ${JSON.stringify(condition)}`);
    return { kind: 'eq', field: field.toLowerCase(), value, printed: JSON.stringify(['eq', `$${field}`, value]) };
  });
};

const readPolicy = (encoded: string): { expiration: number; conditions: Condition[] } => {
  let policy: unknown;
  try {
    policy = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    throw invalidPolicy('Invalid JSON.');
  }
  const { expiration, conditions } = (policy ?? {}) as { expiration?: unknown; conditions?: unknown };
  const instant =
    isText(expiration) && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(expiration) ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(instant)) throw invalidPolicy('Invalid or missing expiration.');
  if (!Array.isArray(conditions)) throw invalidPolicy('Invalid or missing conditions.');
  return { expiration: instant, conditions: conditions.flatMap(readCondition) };
};

const holds = (condition: Condition & { kind: 'eq' | 'starts-with' }, actual: string | undefined): boolean => {
  if (actual === undefined) return false;
  if (condition.kind === 'eq') return actual === condition.value;
  // A list of content types is one only if all of them are.
  const values = condition.field === 'content-type' ? actual.split(',').map((each) => each.trim()) : [actual];
  return values.every((value) => value.startsWith(condition.value));
};

const checkSignature = (fields: Map<string, string>, signer: Signer): string => {
  const [policy, algorithm, credential, date, signature] = [
    'policy',
    'x-amz-algorithm',
    'x-amz-credential',
    'x-amz-date',
    'x-amz-signature',
  ].map((name) => fields.get(name));
  if (!policy && !signature) throw new S3Error('AccessDenied');
  if (!policy || !credential || !date || !signature) {
    throw new S3Error('InvalidArgument', {
      message: 'A signed POST needs the fields policy, x-amz-algorithm, -credential, -date and -signature.',
    });
  }
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw new S3Error('InvalidArgument', { message: 'x-amz-algorithm only supports "AWS4-HMAC-SHA256"' });
  }
  const { key } = readCredential(credential, date, signer, 'InvalidArgument');
  if (!sameText(hmac(key, policy).toString('hex'), signature)) {
    throw new S3Error('SignatureDoesNotMatch', { details: { StringToSign: policy } });
  }
  return policy;
};

/**
 * Checks a browser's form against its signed policy: signature, expiration, every condition, and that the policy covers
 * every field. Returns the allowed sizes of its file.
 */
export const checkPolicy = (fields: Map<string, string>, bucket: string, signer: Signer): SizeRange => {
  const { expiration, conditions } = readPolicy(checkSignature(fields, signer));
  if (signer.now().getTime() >= expiration) throw refused('Policy expired.');
  const range = { least: 0, most: mostBytes };
  const covered = new Set<string>();
  for (const condition of conditions) {
    if (condition.kind === 'length') {
      range.least = Math.max(range.least, condition.least);
      range.most = Math.min(range.most, condition.most);
      continue;
    }
    covered.add(condition.field);
    const actual = condition.field === 'bucket' ? bucket : fields.get(condition.field);
    if (!holds(condition, actual)) throw conditionFailed(condition.printed);
  }
  const said = fields.get('bucket');
  if (said !== undefined && said !== bucket) throw conditionFailed(JSON.stringify(['eq', '$bucket', said]));
  const extra = [...fields.keys()].filter(
    (name) => !covered.has(name) && !exempt.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw refused(`Extra input fields: ${extra.join(', ')}`);
  return range;
};
