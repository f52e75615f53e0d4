/** The identities of `npm run token`: the demo's officers, producers, members of sales points, and a buyer. */
export const DEMO_IDENTITIES: readonly { name: string; groups: string[] }[] = [
  { name: 'officer-ninh-binh', groups: ['officer'] },
  { name: 'officer-thanh-hoa', groups: ['officer'] },
  { name: 'officer-central', groups: ['officer'] },
  { name: 'producer-nguyen-thi-le-thanh', groups: [] },
  { name: 'producer-long-duong', groups: [] },
  { name: 'point-hoa-lu', groups: [] },
  { name: 'point-but-son', groups: [] },
  { name: 'buyer-1', groups: [] },
];
