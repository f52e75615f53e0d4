// Texts of places that callers read, in both languages.
import type { Text } from '#shared/platform/problem.ts';

export const originCommuneUnknown: Text = {
  vi: 'Danh mục này không có mã xã đó.',
  en: 'This list has no such commune code.',
};

export const communeUnknown: Text = {
  vi: 'Danh mục hiện hành không có mã xã này.',
  en: 'The current list has no such commune code.',
};
