import { gtin14, normaliseGtin } from '#shared/domain/products/gtin.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { fold } from '#shared/platform/text.ts';

/** Whether a product is meant by what a keeper scans or types: its GTIN, its id, its readable name, or words of its name. */
export const shelfMatcher = (query: string): ((product: Product) => boolean) => {
  const text = query.trim();
  const gtin = normaliseGtin(text);
  const words = fold(text).split(' ').filter(Boolean);
  return ({ id, slug, face, content }) => {
    const { name, gtin: own } = face?.content ?? content;
    if (id === text || slug === text.toLowerCase() || (gtin !== undefined && own !== undefined && gtin14(own) === gtin))
      return true;
    const folded = fold(name);
    return words.length > 0 && words.every((word) => folded.includes(word));
  };
};
