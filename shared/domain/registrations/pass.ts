// The pass (vé vào cửa), which a gate can check offline: a compact JWS (RFC 7515) with ES256, signed with the event's
// own key. It contains the registration's id and no personal data.
import * as z from 'zod';

const HEADER = z.strictObject({ alg: z.literal('ES256'), typ: z.literal('ocop-pass'), kid: z.string() });
const Payload = z.strictObject({
  event: z.string(),
  registration: z.string(),
  who: z.enum(['product', 'person']),
});
/** The payload of a pass: the registration, the event, and whether a product or a person participates. */
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

/** The public key of an event for gates (RFC 7517). */
export const PublicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
export type PublicKey = z.infer<typeof PublicKey>;

/** The private key, including the public one. */
export const PrivateKey = PublicKey.extend({ d: z.string() });
export type PrivateKey = z.infer<typeof PrivateKey>;

/** Checks the signature of a text by an event's key; an ES256 signature is two numbers, 64 bytes. */
export type Verify = (text: string, signature: Uint8Array) => boolean;

/**
 * The payload of a pass with a valid signature of this event's key; `other-event` for a pass of another event, `forged`
 * otherwise.
 */
export const readPass = (pass: string, event: string, verify: Verify): PassPayload | 'forged' | 'other-event' => {
  const [header = '', body = '', signature = '', ...more] = pass.split('.');
  const head = decode(HEADER, header);
  const payload = decode(Payload, body);
  if (more.length > 0 || !head || !payload || head.kid !== payload.event) return 'forged';
  if (payload.event !== event) return 'other-event';
  // Only the canonical text is accepted: base64url has spare bits, and two texts of one pass would count twice.
  if (signingInput(payload) !== `${header}.${body}`) return 'forged';
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return 'forged';
  return verify(`${header}.${body}`, bytes) ? payload : 'forged';
};
