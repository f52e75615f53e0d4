import { type Api, OFFICER } from './api.ts';
import { type Case, onDocument, reason, type Scene, scene } from './case.ts';
import { certificateInput } from './journey.ts';
import { done, drafted, freshName, type Made, published, withCertificate, withHiddenCertificate } from './scenes.ts';

const REVOCATION = { decisionNumber: '9/QĐ-UBND', decisionDate: '2026-11-01', ground: 'b' };

const revokedCertificate = async <M extends Made>(api: Api, made: M): Promise<M> => {
  const headers = { 'if-match': made.etag };
  const reply = await api.ask('POST', `/v1/certificates/${made.id}/revoke`, { as: OFFICER, headers, body: REVOCATION });
  return { ...made, etag: done(reply).headers.etag ?? '' };
};

const onCertificate = (
  name: string,
  body: object,
  prepared: <M extends Made>(api: Api, made: M) => Promise<M> = async (_, made) => made,
): Scene[] =>
  (
    [
      ['a certificate', true, withCertificate],
      ['a certificate of a suspended producer', false, withHiddenCertificate],
    ] as const
  ).map(([state, known, make]) =>
    scene(
      state,
      known,
      onDocument(
        async (api) => prepared(api, await make(api)),
        OFFICER,
        (id) => `/v1/certificates/${id}/${name}`,
        { body },
      ),
    ),
  );

/** How to ask the routes of certificates rightly. */
export const certificateCases: Record<string, Case> = {
  createCertificate: {
    audience: 'officers',
    scenes: (
      [
        ['a published product', true, published],
        ['a draft', false, drafted],
      ] as const
    ).map(([state, known, make]) =>
      scene(state, known, async (api) => ({
        path: '/v1/certificates',
        as: OFFICER,
        body: certificateInput((await make(api)).id, { number: freshName('GCN') }),
      })),
    ),
  },
  correctCertificate: { audience: 'officers', scenes: onCertificate('correct', { ...reason, stars: 3 }) },
  revokeCertificate: {
    audience: 'officers',
    scenes: onCertificate('revoke', REVOCATION),
  },
  reinstateCertificate: {
    audience: 'officers',
    scenes: onCertificate('reinstate', reason, revokedCertificate),
  },
  extendCertificate: {
    audience: 'officers',
    scenes: onCertificate('extend', { effectiveTo: '2028-09-01', basis: 'khoản 3 Điều 12' }),
  },
  listCertificates: {
    audience: 'any officer',
    scenes: [
      scene('the certificates', true, async (api) => {
        await withCertificate(api);
        return { path: '/v1/certificates', as: OFFICER };
      }),
    ],
  },
};
