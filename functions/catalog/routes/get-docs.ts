import { publicRoute } from '../../../shared/http/route.ts';
import { docsAnswer } from '../assets.ts';

export const getDocs = publicRoute({
  method: 'GET',
  path: '/docs',
  operationId: 'getDocs',
  handle: () => docsAnswer('index.html'),
});

export const getDocsAsset = publicRoute({
  method: 'GET',
  path: '/docs/{asset}',
  operationId: 'getDocsAsset',
  handle: (_, { params }) => docsAnswer(params.asset ?? ''),
});
