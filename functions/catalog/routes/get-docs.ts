import { docsAnswer } from '#functions/catalog/assets.ts';
import { publicRoute } from '#shared/http/route.ts';

export const getDocs = publicRoute({
  method: 'GET',
  path: '/docs',
  operationId: 'getDocs',
  handle: (context) => docsAnswer('index.html', context.now),
});

export const getDocsAsset = publicRoute({
  method: 'GET',
  path: '/docs/{asset}',
  operationId: 'getDocsAsset',
  handle: (context, { params }) => docsAnswer(params.asset ?? '', context.now),
});
