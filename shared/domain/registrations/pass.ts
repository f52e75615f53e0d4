// The pass (vé vào cửa) that a gate reads without a network: a compact JWS (RFC 7515) with ES256, signed with the event's own
// key. It names the registration and nobody.
import * as z from 'zod';

const HEADER = z.strictObject({ alg: z.literal('ES256'), typ: z.literal('ocop-pass'), kid: z.string() });
const Payload = z.strictObject({
  event: z.string(),
  registration: z.string(),
  who: z.enum(['product', 'person']),
});
/** What a pass says: which registration of which event, and whether a product or a person takes part. */
export type PassPayload = z.infer<typeof Payload>;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The part of a pass that is signed. The key is named after the event. */
export const signingInput = (payload: PassPayload): string =>
  `${encode({ alg: 'ES256', typ: 'ocop-pass', kid: payload.event })}.${encode(payload)}`;

const decode = <T>(schema: z.ZodType<T>, part: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
};

/** The public half of an event's key, as gates hold it (RFC 7517). */
export const PublicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
export type PublicKey = z.infer<typeof PublicKey>;

/** The private half, with its public one. */
export const PrivateKey = PublicKey.extend({ d: z.string() });
export type PrivateKey = z.infer<typeof PrivateKey>;

/** Tells whether an event's key has signed a text; the signature is the two numbers of ES256, 64 bytes. */
export type Verify = (text: string, signature: Uint8Array) => boolean;

/**
 * What a pass says, where this event's key has signed it; `other-event` for one that says to be of another event, `forged` for
 * anything else.
 */
export const readPass = (pass: string, event: string, verify: Verify): PassPayload | 'forged' | 'other-event' => {
  const [header = '', body = '', signature = '', ...more] = pass.split('.');
  const head = decode(HEADER, header);
  const payload = decode(Payload, body);
  if (more.length > 0 || !head || !payload || head.kid !== payload.event) return 'forged';
  if (payload.event !== event) return 'other-event';
  // One text for one pass: base64url has spare bits, and what is told apart by its text would count twice.
  if (signingInput(payload) !== `${header}.${body}`) return 'forged';
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return 'forged';
  return verify(`${header}.${body}`, bytes) ? payload : 'forged';
};
