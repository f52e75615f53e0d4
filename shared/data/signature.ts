import { createHash, createHmac } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What a request is signed with; Lambda's are temporary and have a session token. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken: string | undefined };

/**
 * Makes the function that signs DynamoDB requests with AWS Signature Version 4. The day's signing key is kept, which is
 * most of the work; the SDK derives its own for every request.
 */
export const createSigner = (settings: { host: string; region: string; credentials: Credentials }) => {
  const { host, region, credentials } = settings;
  const token = credentials.sessionToken;
  const signedHeaders = `content-type;host;x-amz-date${token ? ';x-amz-security-token' : ''};x-amz-target`;
  let keyDay = '';
  let key: Buffer = Buffer.alloc(0);

  return (target: string, body: string, now: Date): Record<string, string> => {
    const stamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
    const day = stamp.slice(0, 8);
    if (day !== keyDay) {
      key = hmac(hmac(hmac(hmac(`AWS4${credentials.secretAccessKey}`, day), region), 'dynamodb'), 'aws4_request');
      keyDay = day;
    }
    const scope = `${day}/${region}/dynamodb/aws4_request`;
    const canonical = `POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:${host}\nx-amz-date:${stamp}\n${
      token ? `x-amz-security-token:${token}\n` : ''
    }x-amz-target:${target}\n\n${signedHeaders}\n${sha256(body)}`;
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${sha256(canonical)}`).toString('hex');
    return {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': stamp,
      'x-amz-target': target,
      ...(token ? { 'x-amz-security-token': token } : {}),
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    };
  };
};
