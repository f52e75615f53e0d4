import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { loadPrivateKey, storePrivateKey } from '#shared/data/registrations/pass-key-store.ts';
import type { Action } from '#shared/data/table/writer.ts';
import {
  type PassPayload,
  PrivateKey,
  PublicKey,
  signingInput,
  type Verify,
} from '#shared/domain/registrations/pass.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** An event's key pair for passes. `seal` returns an HMAC of a text in hexadecimal, which requires the private key. */
export type PassKey = {
  publicKey: PublicKey;
  sign: (payload: PassPayload) => string;
  verify: Verify;
  seal: (text: string) => string;
};

/** JWS defines an ES256 signature as two concatenated numbers, not the DER format of certificates. */
const FORM = { dsaEncoding: 'ieee-p1363' } as const;

const verifierOf = (publicKey: PublicKey): Verify => {
  const key = createPublicKey({ key: { ...publicKey }, format: 'jwk' });
  return (text, signature) => verify('sha256', Buffer.from(text), { key, ...FORM }, signature);
};

const keyOf = (jwk: PrivateKey): PassKey => ({
  publicKey: PublicKey.parse(jwk),
  verify: verifierOf(PublicKey.parse(jwk)),
  sign: (payload) => {
    const input = signingInput(payload);
    const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
    const signature = sign('sha256', Buffer.from(input), { key, ...FORM });
    return `${input}.${signature.toString('base64url')}`;
  },
  seal: (text) => createHmac('sha256', Buffer.from(jwk.d, 'base64url')).update(text).digest('hex'),
});

/** Loads the key of an event; undefined before its first registration. */
export const loadPassKey = async (context: Context, event: string): Promise<PassKey | undefined> => {
  const key = await loadPrivateKey(context.reader, event);
  return key && keyOf(key);
};

/** The action that creates an event's key once. */
export const newPassKey = (event: string): Action => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return storePrivateKey(event, PrivateKey.parse(privateKey.export({ format: 'jwk' })));
};
