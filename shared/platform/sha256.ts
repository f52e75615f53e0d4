import { createHash } from 'node:crypto';

/**
 * SHA-256 of several texts, base64url. Each text is hashed with its length, so that different lists of texts have
 * different hashes.
 */
export const sha256 = (...parts: string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('base64url');
};
