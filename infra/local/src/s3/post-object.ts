import { S3Error } from './errors.ts';
import { readForm } from './form.ts';
import { refuseUnknownWishes, storedHeaders } from './object-headers.ts';
import type { ServedBucket } from './operations.ts';
import { bodyOf, readExpectations, Verifier } from './payload.ts';
import { checkPolicy } from './post-policy.ts';
import { checkKey, type S3Request } from './request.ts';
import type { S3Response } from './responses.ts';
import { encodePath, type Signer } from './signature.ts';
import type { ObjectFacts } from './storage.ts';
import { element, xmlDocument } from './xml.ts';

const filenameVariable = /\$\{filename\}/g;

const respondTo = (
  fields: Map<string, string>,
  created: { url: string; bucket: string; facts: ObjectFacts },
): S3Response => {
  const { url, bucket, facts } = created;
  const etag = `"${facts.etag}"`;
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && URL.canParse(redirect) && /^https?:/i.test(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key: facts.key, etag }))
      target.searchParams.append(name, value);
    return { status: 303, headers: { location: target.href, etag } };
  }
  const headers = { location: url, etag };
  const wanted = fields.get('success_action_status');
  if (wanted === '200') return { status: 200, headers };
  if (wanted !== '201') return { status: 204, headers };
  const document = xmlDocument(
    'PostResponse',
    [element('Location', url), element('Bucket', bucket), element('Key', facts.key), element('ETag', etag)],
    false,
  );
  return { status: 201, headers, document };
};

/**
 * Accepts a browser's upload by a form with a signed policy. A file that exceeds the policy's size is not stored any
 * further, and nothing of it remains.
 */
export const postObject = async (options: {
  request: S3Request;
  signer: Signer;
  endpoint: string;
  findBucket: (name: string) => ServedBucket;
  created: (bucket: string, facts: ObjectFacts) => Promise<void>;
}): Promise<S3Response> => {
  const { request, signer, endpoint, created } = options;
  if (!request.headers.has('content-length')) throw new S3Error('MissingContentLength');
  const form = await readForm(request.headers.get('content-type') ?? '', bodyOf(request.incoming));
  // Conditions are checked against the final values of the fields, after substitution.
  const fields = new Map(
    [...form.fields].map(([name, value]) => [name, value.replace(filenameVariable, () => form.filename)]),
  );
  const { least, most } = checkPolicy(fields, request.bucket, signer);
  const key = fields.get('key') ?? '';
  if (key === '') {
    throw new S3Error('InvalidArgument', {
      message:
        "Bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields.",
    });
  }
  checkKey(key);
  const acl = fields.get('acl');
  const headers = new Map(
    [...fields, ...(acl === undefined ? [] : [['x-amz-acl', acl] as const])].map(([name, value]) => [
      name,
      Buffer.from(value).toString('latin1'),
    ]),
  );
  if (fields.has('tagging')) throw new S3Error('NotImplemented', { message: 'Tagging is not implemented.' });
  refuseUnknownWishes(headers);
  const stored = storedHeaders(headers);
  const bucket = options.findBucket(request.bucket);
  const verifier = new Verifier(readExpectations(headers));
  const draft = await bucket.objects.begin();
  let facts: ObjectFacts;
  try {
    for await (const bytes of form.file()) {
      if (verifier.size + bytes.length > most) {
        throw new S3Error('EntityTooLarge', {
          details: { ProposedSize: request.headers.get('content-length') ?? '', MaxSizeAllowed: String(most) },
        });
      }
      verifier.update(bytes);
      await draft.write(bytes);
    }
    const { size, md5, checksum } = verifier.finish();
    if (size < least) {
      throw new S3Error('EntityTooSmall', {
        details: { ProposedSize: String(size), MinSizeAllowed: String(least) },
      });
    }
    facts = await bucket.objects.commit(
      draft,
      { key, size, etag: md5.toString('hex'), headers: stored, ...(checksum ? { checksum } : {}) },
      () => undefined,
    );
  } finally {
    await draft.discard();
  }
  await created(bucket.name, facts);
  return respondTo(fields, { url: `${endpoint}/${bucket.name}/${encodePath(key)}`, bucket: bucket.name, facts });
};
