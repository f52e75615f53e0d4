import { createHash } from 'node:crypto';

/** The SHA-256 of some texts, base64url; each text goes in with its length, so that no two lists of texts share one. */
export const sha256 = (...parts: string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('base64url');
};
