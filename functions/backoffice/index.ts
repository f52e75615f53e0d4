import { signedInFunction } from '#shared/http/signed-in-function.ts';
import { routes } from './routes.ts';

export const handler = signedInFunction(routes);
