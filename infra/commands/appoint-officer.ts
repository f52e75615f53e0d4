import { MINISTRY_OFFICE, provinceOffice } from '#shared/domain/offices/office.ts';
import { provincesAt } from '#shared/domain/places/provinces.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import { openOffice } from '#shared/services/offices/open-office.ts';
import { operatorContext } from './operator-context.ts';
import { CommandProblem, findSystem, runCommand } from './system.ts';

const USAGE =
  'usage: npm run appoint -- <ministry | code of a current province> <subject of the token>, for another system than that of npm start with TABLE_NAME and AWS_REGION';

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

await runCommand(async () => {
  const office = officeOf(name, vietnamDay(new Date()));
  if (!office || subject === '') throw new CommandProblem(USAGE);
  const { table } = await findSystem(process.env);
  await openOffice(operatorContext('appoint', { table }), office, [subject]);
  console.log(`${subject} is an officer of ${office.id}`);
  return 0;
});
