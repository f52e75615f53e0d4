// Texts about writes and the data store, in both languages.
import type { Text } from './problem.ts';

export const storeBusy: Text = {
  vi: 'Kho dữ liệu đang bận, hãy thử lại.',
  en: 'The data store is busy; try again.',
};

export const manyWriters: Text = {
  vi: 'Nhiều người đang ghi cùng lúc, hãy gửi lại.',
  en: 'Many are writing this at the same time; send it again.',
};
