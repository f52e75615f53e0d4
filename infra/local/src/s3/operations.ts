import type { ServerResponse } from 'node:http';
import { notImplemented, S3Error } from './errors.ts';
import { refuseUnknownWishes, storedHeaders } from './object-headers.ts';
import { FULL_OBJECT, readExpectations, receive, type StoredChecksum, Verifier } from './payload.ts';
import { checkKey, type S3Request } from './request.ts';
import type { S3Response } from './responses.ts';
import { checkConditions, sendObject } from './send-object.ts';
import type { Authorization } from './signature.ts';
import { type Bucket, type ObjectFacts, writeCondition } from './storage.ts';
import { childText, element, group, parseXml, type XmlNode, xmlDocument } from './xml.ts';

const mostDocumentBytes = 4 * 1024 ** 2;
const mostDeletions = 1_000;

export type ServedBucket = { name: string; objects: Bucket };

/** A request with a valid signature for an existing bucket. */
export type Call = {
  request: S3Request;
  /** The request's headers, including those in the query of a presigned URL. */
  headers: Map<string, string>;
  authorization: Authorization;
  response: ServerResponse;
  bucket: ServedBucket;
  findBucket: (name: string) => ServedBucket;
  /** Reports a new object to the listener. */
  created: (bucket: string, facts: ObjectFacts) => Promise<void>;
};

type Operation = {
  method: string;
  level: 'bucket' | 'key';
  required?: string[];
  optional?: string[];
  /** The answer, or nothing when it is sent already. */
  run: (call: Call) => Promise<S3Response | undefined>;
};

const checksumHeaders = (checksum: StoredChecksum | undefined): Record<string, string> =>
  checksum
    ? { [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value, 'x-amz-checksum-type': FULL_OBJECT }
    : {};

const checksumElements = (checksum: StoredChecksum | undefined): string[] =>
  checksum ? [element(`Checksum${checksum.algorithm}`, checksum.value), element('ChecksumType', FULL_OBJECT)] : [];

const withChecksum = (checksum: StoredChecksum | undefined): { checksum?: StoredChecksum } =>
  checksum ? { checksum } : {};

const receiveDocument = async (call: Call): Promise<XmlNode> => {
  const pieces: Buffer[] = [];
  await receive({
    incoming: call.request.incoming,
    headers: call.headers,
    authorization: call.authorization,
    sink: (bytes) => void pieces.push(bytes),
    limit: mostDocumentBytes,
  });
  if (pieces.length === 0) throw new S3Error('MissingRequestBodyError');
  return parseXml(Buffer.concat(pieces).toString('utf8'));
};

const openObject = async (bucket: ServedBucket, key: string) => {
  const object = await bucket.objects.open(key);
  if (!object) throw new S3Error('NoSuchKey', { details: { Key: key } });
  return object;
};

const overridable: Record<string, string> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};

const getObject = async ({ request, headers, response, bucket }: Call): Promise<undefined> => {
  const instead: Record<string, string> = {};
  for (const [parameter, name] of Object.entries(overridable)) {
    const value = request.parameter(parameter);
    if (value === undefined) continue;
    const bytes = Buffer.from(value).toString('latin1');
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(bytes)) {
      throw new S3Error('InvalidArgument', { message: `${parameter} cannot be a header.` });
    }
    instead[name] = bytes;
  }
  const object = await openObject(bucket, request.key);
  await sendObject({ method: request.method, headers, response, object, instead });
};

const putObject = async (call: Call): Promise<S3Response> => {
  const { request, headers, authorization, bucket } = call;
  if (headers.has('x-amz-copy-source')) return copyObject(call);
  refuseUnknownWishes(headers);
  const stored = storedHeaders(headers);
  const condition = writeCondition(headers);
  const draft = await bucket.objects.begin();
  let facts: ObjectFacts;
  try {
    const { incoming } = request;
    const { size, md5, checksum } = await receive({ incoming, headers, authorization, sink: draft.write });
    const described = { key: request.key, size, etag: md5.toString('hex'), headers: stored, ...withChecksum(checksum) };
    facts = await bucket.objects.commit(draft, described, condition);
  } finally {
    await draft.discard();
  }
  await call.created(bucket.name, facts);
  return { status: 200, headers: { etag: `"${facts.etag}"`, ...checksumHeaders(facts.checksum) } };
};

const readCopySource = (source: string): { bucket: string; key: string } => {
  if (source.includes('?')) throw notImplemented('Copying a version');
  let decoded: string;
  try {
    decoded = decodeURIComponent(source).replace(/^\//, '');
  } catch {
    decoded = '';
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1) {
    throw new S3Error('InvalidArgument', { message: 'Copy Source must mention the source bucket and key.' });
  }
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
};

const checkCopyConditions = (headers: Map<string, string>, facts: ObjectFacts): void => {
  try {
    checkConditions((name) => headers.get(`x-amz-copy-source-${name}`), facts);
  } catch (error) {
    if (error instanceof S3Error && error.code === 'NotModified') throw new S3Error('PreconditionFailed');
    throw error;
  }
};

const copyObject = async ({ request, headers, bucket, findBucket, created }: Call): Promise<S3Response> => {
  refuseUnknownWishes(headers);
  const from = readCopySource(headers.get('x-amz-copy-source') ?? '');
  const directive = headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new S3Error('InvalidArgument', { message: 'Unknown metadata directive.' });
  }
  if (directive === 'COPY' && from.bucket === bucket.name && from.key === request.key) {
    throw new S3Error('InvalidRequest', {
      message: "An object cannot be copied to itself without changing the object's metadata.",
    });
  }
  const condition = writeCondition(headers);
  const source = await openObject(findBucket(from.bucket), from.key);
  let facts: ObjectFacts;
  try {
    checkCopyConditions(headers, source.facts);
    const stored = directive === 'COPY' ? source.facts.headers : storedHeaders(headers);
    const algorithm = readExpectations(headers).checksum?.algorithm ?? source.facts.checksum?.algorithm;
    const verifier = new Verifier(algorithm ? { checksum: { algorithm } } : {});
    const draft = await bucket.objects.begin();
    try {
      for await (const bytes of source.read() as AsyncIterable<Buffer>) {
        verifier.update(bytes);
        await draft.write(bytes);
      }
      const { size, md5, checksum } = verifier.finish();
      const described = {
        key: request.key,
        size,
        etag: md5.toString('hex'),
        headers: stored,
        ...withChecksum(checksum),
      };
      facts = await bucket.objects.commit(draft, described, condition);
    } finally {
      await draft.discard();
    }
  } finally {
    await source.close();
  }
  await created(bucket.name, facts);
  const document = xmlDocument('CopyObjectResult', [
    element('LastModified', facts.lastModified),
    element('ETag', `"${facts.etag}"`),
    ...checksumElements(facts.checksum),
  ]);
  return { status: 200, document };
};

const deleteObject = async ({ request, headers, bucket }: Call): Promise<S3Response> => {
  const match = headers.get('if-match');
  await bucket.objects.remove(request.key, ({ etag }) => {
    if (match !== undefined && match !== '*' && match.replaceAll('"', '') !== etag) {
      throw new S3Error('PreconditionFailed', { details: { Condition: 'If-Match' } });
    }
    return true;
  });
  return { status: 204 };
};

const deleteOne = async (bucket: ServedBucket, wanted: XmlNode): Promise<{ key: string; error?: S3Error }> => {
  const key = childText(wanted, 'Key') ?? '';
  try {
    if (key === '') throw new S3Error('MalformedXML');
    if (wanted.children.length > 1) throw notImplemented('Deleting by more than the key');
    checkKey(key);
    await bucket.objects.remove(key);
    return { key };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { key, error };
  }
};

const deleteObjects = async (call: Call): Promise<S3Response> => {
  const { md5, checksum } = readExpectations(call.headers);
  if (!md5 && !checksum) {
    throw new S3Error('InvalidRequest', {
      message: 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    });
  }
  const document = await receiveDocument(call);
  const wanted = document.children.filter(({ name }) => name === 'Object');
  if (document.name !== 'Delete' || wanted.length === 0 || wanted.length > mostDeletions) {
    throw new S3Error('MalformedXML');
  }
  const quiet = childText(document, 'Quiet')?.trim() === 'true';
  const results: string[] = [];
  for (const each of wanted) {
    const { key, error } = await deleteOne(call.bucket, each);
    if (error) {
      const { code, message } = error;
      results.push(group('Error', [element('Key', key), element('Code', code), element('Message', message)]));
    } else if (!quiet) results.push(group('Deleted', [element('Key', key)]));
  }
  return { status: 200, document: xmlDocument('DeleteResult', results) };
};

const operations: Operation[] = [
  { method: 'HEAD', level: 'bucket', run: async () => ({ status: 200 }) },
  { method: 'POST', level: 'bucket', required: ['delete'], run: deleteObjects },
  { method: 'GET', level: 'key', optional: Object.keys(overridable), run: getObject },
  { method: 'HEAD', level: 'key', optional: Object.keys(overridable), run: getObject },
  { method: 'PUT', level: 'key', run: putObject },
  { method: 'DELETE', level: 'key', run: deleteObject },
];

/** The query parameters that select the operation, without those of the signature and of clients' notes. */
export const askedFor = (request: S3Request): string[] =>
  request.query.map(([name]) => name).filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name));

/** Selects the operation of a request; other operations of S3 are `NotImplemented`. */
export const chooseOperation = (request: S3Request): Operation => {
  const level = request.key === '' ? 'bucket' : 'key';
  const asked = askedFor(request);
  const operation = operations.find(
    ({ method, level: at, required = [], optional = [] }) =>
      method === request.method &&
      at === level &&
      required.every((name) => asked.includes(name)) &&
      asked.every((name) => required.includes(name) || optional.includes(name)),
  );
  if (!operation) throw notImplemented(`${request.method} of a ${level} with [${asked.join(', ')}]`);
  return operation;
};
