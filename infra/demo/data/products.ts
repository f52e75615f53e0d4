import { productsElsewhere } from './products-elsewhere.ts';
import { productsOfNinhBinh } from './products-ninh-binh.ts';
import { productsOfThanhHoa } from './products-thanh-hoa.ts';
import type { DemoProduct } from './types.ts';

// Illustrative: every certificate (number, date, scores), price, GTIN, strength, shelf life and description. Real are the
// names of organisations and of the products that they are known for, and the places; where the public source named
// only a district, one of its communes stands in. What lapsed or was revoked belongs to invented producers.
export const demoProducts: DemoProduct[] = [...productsOfNinhBinh, ...productsOfThanhHoa, ...productsElsewhere];
