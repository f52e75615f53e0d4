// The parts of AWS Signature Version 4 that this system needs: requests to the table and to buckets, and upload forms.
import { createHmac, hash } from 'node:crypto';

const sha256 = (content: string | Buffer): string => hash('sha256', content, 'hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Credentials for signing; Lambda's are temporary and have a session token. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken: string | undefined };

type Signed = { stamp: string; scope: string; sign: (text: string) => string };

/**
 * Creates signing functions for one service and region. The signing key of the day is cached, which saves most of the
 * work; the SDK derives it for every request.
 */
export const createSigning = (settings: { service: string; region: string; credentials: Credentials }) => {
  const { service, region, credentials } = settings;
  let keyDay = '';
  let key: Buffer = Buffer.alloc(0);

  return (now: Date): Signed => {
    const stamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
    const day = stamp.slice(0, 8);
    if (day !== keyDay) {
      key = hmac(hmac(hmac(hmac(`AWS4${credentials.secretAccessKey}`, day), region), service), 'aws4_request');
      keyDay = day;
    }
    return {
      stamp,
      scope: `${day}/${region}/${service}/aws4_request`,
      sign: (text) => hmac(key, text).toString('hex'),
    };
  };
};

const authorization = (credentials: Credentials, { stamp, scope, sign }: Signed, headers: string, canonical: string) =>
  `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${headers}, Signature=${sign(
    `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`,
  )}`;

/** Creates the function that signs DynamoDB requests. */
export const createSigner = (settings: { host: string; region: string; credentials: Credentials }) => {
  const { host, credentials } = settings;
  const signing = createSigning({ ...settings, service: 'dynamodb' });
  const token = credentials.sessionToken;
  const signedHeaders = `content-type;host;x-amz-date${token ? ';x-amz-security-token' : ''};x-amz-target`;

  return (target: string, body: string | Buffer, now: Date): Record<string, string> => {
    const signed = signing(now);
    const canonical = `POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:${host}\nx-amz-date:${signed.stamp}\n${
      token ? `x-amz-security-token:${token}\n` : ''
    }x-amz-target:${target}\n\n${signedHeaders}\n${sha256(body)}`;
    return {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': signed.stamp,
      'x-amz-target': target,
      ...(token ? { 'x-amz-security-token': token } : {}),
      authorization: authorization(credentials, signed, signedHeaders, canonical),
    };
  };
};

/**
 * Creates the function that signs requests for objects. `path` and `query` are encoded and `query` is sorted by name;
 * `headers` have lower-case names.
 */
export const createObjectSigner = (settings: { host: string; region: string; credentials: Credentials }) => {
  const { host, credentials } = settings;
  const signing = createSigning({ ...settings, service: 's3' });

  return (
    request: { method: string; path: string; query: string; headers: Record<string, string>; body: Buffer },
    now: Date,
  ): Record<string, string> => {
    const signed = signing(now);
    const bodyHash = sha256(request.body);
    const headers: Record<string, string> = {
      ...request.headers,
      host,
      'x-amz-content-sha256': bodyHash,
      'x-amz-date': signed.stamp,
      ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
    };
    const names = Object.keys(headers).sort();
    const canonical = [
      request.method,
      request.path,
      request.query,
      ...names.map((name) => `${name}:${headers[name]}`),
      '',
      names.join(';'),
      bodyHash,
    ].join('\n');
    return { ...headers, authorization: authorization(credentials, signed, names.join(';'), canonical) };
  };
};

/** Creates the function that signs addresses, which give access to one object until `expiresAt`. `path` is encoded. */
export const createUrlSigner = (settings: { origin: URL; region: string; credentials: Credentials }) => {
  const { origin, credentials } = settings;
  const signing = createSigning({ ...settings, service: 's3' });

  return (path: string, { from, expiresAt }: { from: Date; expiresAt: Date }): string => {
    const { stamp, scope, sign } = signing(from);
    const query = new Map([
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', `${credentials.accessKeyId}/${scope}`],
      ['X-Amz-Date', stamp],
      ['X-Amz-Expires', String(Math.round((expiresAt.getTime() - from.getTime()) / 1_000))],
      ...(credentials.sessionToken ? [['X-Amz-Security-Token', credentials.sessionToken] as const] : []),
      ['X-Amz-SignedHeaders', 'host'],
    ]);
    const encoded = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const canonical = `GET\n${path}\n${encoded}\nhost:${origin.host}\n\nhost\nUNSIGNED-PAYLOAD`;
    const text = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`;
    return `${origin.origin}${path}?${encoded}&X-Amz-Signature=${sign(text)}`;
  };
};
