import { createFiles } from '#shared/data/objects/media-storage.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { MINISTRY_OFFICE, provinceOffice } from '#shared/domain/offices/office.ts';
import { provincesAt } from '#shared/domain/places/provinces.ts';
import { tableSettings } from '#shared/platform/env.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import { systemContext } from '#shared/services/kernel/context.ts';
import { openOffice } from '#shared/services/offices/open-office.ts';

const USAGE =
  'usage: TABLE_NAME=… AWS_REGION=… npm run appoint -- <ministry | code of a current province> <subject of the token>';

const officeOf = (name: string, today: string) => {
  if (name === 'ministry') {
    return { id: MINISTRY_OFFICE, name: 'Văn phòng Điều phối nông thôn mới Trung ương', territory: 'VN' };
  }
  const province = provincesAt(today).find(({ code }) => code === name);
  return (
    province && {
      id: provinceOffice(province.code),
      name: `Văn phòng Điều phối nông thôn mới ${province.name}`,
      territory: province.code,
    }
  );
};

const [name = '', subject = ''] = process.argv.slice(2);
const now = new Date();
const office = officeOf(name, vietnamDay(now));
if (!office || subject === '') {
  console.error(USAGE);
  process.exit(1);
}
const settings = tableSettings();
await openOffice(
  systemContext({
    now,
    reader: createReader(settings),
    writer: createWriter(settings),
    files: createFiles(),
    mediaUrl: '',
    caller: { subject: 'operator', groups: [] },
    requestId: 'appoint',
  }),
  office,
  [subject],
);
console.log(`${subject} is an officer of ${office.id}`);
process.exit(0);
