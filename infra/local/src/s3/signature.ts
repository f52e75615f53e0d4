import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';

const algorithm = 'AWS4-HMAC-SHA256';
const skewMs = 15 * 60_000;
const longestPresignedSeconds = 7 * 24 * 3_600;
export const unsignedPayload = 'UNSIGNED-PAYLOAD';

export type Credentials = { accessKeyId: string; secretAccessKey: string };
export type Signer = { credentials: Credentials; region: string; now: () => Date };

/** The context for checking a signed body: the signing key, its scope, and the signature before the first chunk. */
export type SigningContext = { key: Buffer; date: string; scope: string; seed: string };

export type Authorization = {
  /** The request's x-amz-content-sha256. */
  payloadHash: string;
  presigned: boolean;
  signing: SigningContext;
};

export const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

export const sameText = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Percent-encodes by the rules of signatures: everything except letters, digits and -_.~ */
export const encodeStrictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

export const encodePath = (path: string): string => path.split('/').map(encodeStrictly).join('/');

/** The instant of a date such as 20260131T235959Z, in milliseconds; NaN when it is none. */
const parseDate = (date: string): number => {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date);
  if (!match) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

type InvalidRequestCode = 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError' | 'InvalidArgument';

/** Checks a credential such as key/20260131/region/s3/aws4_request and returns its scope with the signing key. */
export const readCredential = (
  credential: string,
  date: string,
  signer: Signer,
  invalidRequest: InvalidRequestCode,
): { scope: string; key: Buffer } => {
  const parts = credential.split('/');
  const [terminal, service, region, day] = parts.slice(-4).reverse();
  const accessKeyId = parts.slice(0, -4).join('/');
  if (
    parts.length < 5 ||
    service !== 's3' ||
    terminal !== 'aws4_request' ||
    day === undefined ||
    region === undefined
  ) {
    throw new S3Error(invalidRequest, {
      message: 'The credential is malformed: use <key>/<date>/<region>/s3/aws4_request.',
    });
  }
  if (region !== signer.region) {
    throw new S3Error(invalidRequest, {
      message: `The region '${region}' is wrong; expecting '${signer.region}'.`,
      details: { Region: signer.region },
    });
  }
  if (day !== date.slice(0, 8)) {
    throw new S3Error(invalidRequest, { message: `The credential's date '${day}' is not the date of the request.` });
  }
  if (accessKeyId !== signer.credentials.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', { details: { AWSAccessKeyId: accessKeyId } });
  }
  const dayKey = hmac(`AWS4${signer.credentials.secretAccessKey}`, day);
  const key = hmac(hmac(hmac(dayKey, region), service), terminal);
  return { scope: `${day}/${region}/${service}/${terminal}`, key };
};

const canonicalQuery = (query: [string, string][]): string =>
  query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => {
      if (name !== otherName) return name < otherName ? -1 : 1;
      if (value === otherValue) return 0;
      return value < otherValue ? -1 : 1;
    })
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const checkSignedHeaders = (request: S3Request, signed: string[]): void => {
  if (!signed.includes('host')) {
    throw new S3Error('AccessDenied', { message: 'The header host must be signed.' });
  }
  const unsigned = [...request.headers.keys()].filter((name) => name.startsWith('x-amz-') && !signed.includes(name));
  if (unsigned.length > 0) {
    throw new S3Error('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      details: { HeadersNotSigned: unsigned.join(', ') },
    });
  }
};

const checkSignature = (
  request: S3Request,
  signer: Signer,
  claim: { credential: string; date: string; signedHeaders: string; signature: string; payloadHash: string },
  invalidRequest: InvalidRequestCode,
): SigningContext => {
  const { scope, key } = readCredential(claim.credential, claim.date, signer, invalidRequest);
  const signed = claim.signedHeaders.split(';');
  const canonicalRequest = [
    request.method,
    encodePath(request.path),
    canonicalQuery(request.query),
    ...signed.map((name) => `${name}:${(request.headers.get(name) ?? '').replace(/ +/g, ' ')}`),
    '',
    claim.signedHeaders,
    claim.payloadHash,
  ].join('\n');
  const stringToSign = [algorithm, claim.date, scope, sha256Hex(canonicalRequest)].join('\n');
  const expected = hmac(key, stringToSign).toString('hex');
  if (!sameText(expected, claim.signature)) {
    throw new S3Error('SignatureDoesNotMatch', {
      details: { StringToSign: stringToSign, CanonicalRequest: canonicalRequest },
    });
  }
  checkSignedHeaders(request, signed);
  return { key, date: claim.date, scope, seed: claim.signature };
};

const authorizeByHeader = (request: S3Request, header: string, signer: Signer): Authorization => {
  const invalidRequest = 'AuthorizationHeaderMalformed';
  if (!header.startsWith(`${algorithm} `)) {
    throw new S3Error('InvalidRequest', {
      message: `The authorization mechanism that you have provided is not supported. Please use ${algorithm}.`,
    });
  }
  const fields = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=');
        return [name, value.join('=')] as const;
      }),
  );
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) =>
    fields.get(name),
  );
  if (!credential || !signedHeaders || !signature) throw new S3Error(invalidRequest);
  const date = request.headers.get('x-amz-date') ?? '';
  const instant = parseDate(date);
  if (Number.isNaN(instant)) {
    throw new S3Error('AccessDenied', { message: 'A signed request needs a valid x-amz-date header.' });
  }
  const now = signer.now();
  if (Math.abs(now.getTime() - instant) > skewMs) {
    throw new S3Error('RequestTimeTooSkewed', {
      details: {
        RequestTime: date,
        ServerTime: now.toISOString(),
        MaxAllowedSkewMilliseconds: String(skewMs),
      },
    });
  }
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new S3Error('InvalidRequest', { message: 'Missing required header for this request: x-amz-content-sha256' });
  }
  const claim = { credential, date, signedHeaders, signature, payloadHash };
  return { payloadHash, presigned: false, signing: checkSignature(request, signer, claim, invalidRequest) };
};

const authorizeByQuery = (request: S3Request, signer: Signer): Authorization => {
  const invalidRequest = 'AuthorizationQueryParametersError';
  const [named, credential, date, expires, signedHeaders, signature] = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ].map((name) => request.parameter(name));
  if (named !== algorithm)
    throw new S3Error(invalidRequest, { message: `X-Amz-Algorithm only supports "${algorithm}"` });
  if (!credential || !date || !expires || !signedHeaders || !signature) {
    throw new S3Error(invalidRequest, {
      message: 'A presigned request needs X-Amz-Credential, -Date, -Expires, -SignedHeaders and -Signature.',
    });
  }
  const instant = parseDate(date);
  const seconds = /^\d{1,7}$/.test(expires) ? Number(expires) : 0;
  if (Number.isNaN(instant)) throw new S3Error(invalidRequest, { message: 'X-Amz-Date must be like 20260131T235959Z' });
  if (seconds < 1 || seconds > longestPresignedSeconds) {
    throw new S3Error(invalidRequest, { message: `X-Amz-Expires must be 1 to ${longestPresignedSeconds} seconds` });
  }
  const now = signer.now().getTime();
  if (now >= instant + seconds * 1_000) {
    throw new S3Error('AccessDenied', {
      message: 'Request has expired',
      details: {
        Expires: new Date(instant + seconds * 1_000).toISOString(),
        ServerTime: new Date(now).toISOString(),
        'X-Amz-Expires': expires,
      },
    });
  }
  if (instant - now > skewMs) throw new S3Error('AccessDenied', { message: 'Request is not yet valid' });
  const payloadHash =
    request.headers.get('x-amz-content-sha256') ?? request.parameter('X-Amz-Content-Sha256') ?? unsignedPayload;
  const claim = { credential, date, signedHeaders, signature, payloadHash };
  return { payloadHash, presigned: true, signing: checkSignature(request, signer, claim, invalidRequest) };
};

/**
 * Checks a request's signature, in its header or its query; unsigned requests are rejected, because there is no public
 * bucket.
 */
export const authorize = (request: S3Request, signer: Signer): Authorization => {
  const header = request.headers.get('authorization');
  const presigned = request.query.some(([name]) => name === 'X-Amz-Algorithm' || name === 'X-Amz-Signature');
  if (header !== undefined && presigned) {
    throw new S3Error('InvalidArgument', { message: 'Only one authorization mechanism is allowed in a request.' });
  }
  if (header !== undefined) return authorizeByHeader(request, header, signer);
  if (presigned) return authorizeByQuery(request, signer);
  throw new S3Error('AccessDenied');
};
