import { productsElsewhere } from './products-elsewhere.ts';
import { productsOfNinhBinh } from './products-ninh-binh.ts';
import { productsOfThanhHoa } from './products-thanh-hoa.ts';
import type { DemoProduct } from './types.ts';

// Illustrative: every certificate (number, date, scores), price, GTIN, strength, shelf life and description. Real: the
// names of organisations and of the products for which they are known, and the places; if the public source named only
// a district, one of its communes is used. Expired and revoked certificates belong to invented producers.
export const demoProducts: DemoProduct[] = [...productsOfNinhBinh, ...productsOfThanhHoa, ...productsElsewhere];
