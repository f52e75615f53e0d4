import { VERSION_GUARD } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { jsonIn } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { PrivateKey } from '#shared/domain/registrations/pass.ts';

const decode = jsonIn('jwk', PrivateKey);

/** The private key for signing an event's passes, strongly consistent; undefined before the first registration. */
export const loadPrivateKey = async (reader: Reader, event: string): Promise<PrivateKey | undefined> => {
  const item = await reader.get(keys.secret(event), { consistent: true });
  return item && decode(item);
};

/** The action that stores an event's private key; it fails if there is one. */
export const storePrivateKey = (event: string, key: PrivateKey): Action => {
  const { pk, sk } = keys.secret(event);
  return {
    kind: 'put',
    item: { pk: { S: pk }, sk: { S: sk }, jwk: { S: JSON.stringify(key) } },
    condition: { expression: 'attribute_not_exists(pk)' },
    guard: VERSION_GUARD,
  };
};
