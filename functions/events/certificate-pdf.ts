// Loaded on demand, because the PDF library is larger than the rest of the function.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import * as messages from '#shared/domain/registrations/messages.ts';
import { dayText } from '#shared/platform/vietnam-day.ts';
import type { AttendanceCertificate } from '#shared/services/registrations/get-attendance-certificate.ts';

/** The font has three files with different letters; a Vietnamese word can need letters of two files. */
const FONTS = ['latin', 'latin-ext', 'vietnamese'] as const;
type Font = (typeof FONTS)[number];

const VIETNAMESE = /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u20ab]/;
const LATIN = /[\u0020-\u00ff\u2000-\u206f]/;

const fontOf = (letter: string): Font =>
  VIETNAMESE.test(letter) ? 'vietnamese' : LATIN.test(letter) ? 'latin' : 'latin-ext';

const readFont = async (font: Font): Promise<Buffer> => {
  const file = `be-vietnam-pro-${font}-400-normal.woff`;
  try {
    return await readFile(new URL(`./fonts/${file}`, import.meta.url));
  } catch {
    return readFile(createRequire(import.meta.url).resolve(`@fontsource/be-vietnam-pro/files/${file}`));
  }
};

type Run = { font: Font; text: string };

/** Splits a text into pieces of one font each. */
const runsOf = (text: string): Run[] => {
  const runs: Run[] = [];
  for (const letter of text.normalize('NFC')) {
    const font = fontOf(letter);
    const last = runs.at(-1);
    if (last?.font === font) last.text += letter;
    else runs.push({ font, text: letter });
  }
  return runs;
};

const MARGIN = 60;
const LEADING = 1.5;

/** Writes centred lines from top to bottom, broken between words. */
const writerOf = (doc: PDFKit.PDFDocument) => {
  let y = MARGIN;
  const widthOf = (text: string, size: number): number =>
    runsOf(text).reduce((sum, run) => sum + doc.font(run.font).fontSize(size).widthOfString(run.text), 0);

  const put = (text: string, size: number): void => {
    let x = (doc.page.width - widthOf(text, size)) / 2;
    for (const run of runsOf(text)) {
      doc.font(run.font).fontSize(size).text(run.text, x, y, { lineBreak: false });
      x += doc.widthOfString(run.text);
    }
    y += size * LEADING;
  };

  return {
    gap: (height: number): void => {
      y += height;
    },
    line: (text: string, size: number): void => {
      const room = doc.page.width - 2 * MARGIN;
      let line = '';
      for (const word of text.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (line !== '' && widthOf(longer, size) > room) {
          put(line, size);
          line = word;
        } else line = longer;
      }
      put(line, size);
    },
  };
};

/** The certificate as a PDF of one page; equal certificates give equal bytes. */
export const certificatePdf = async (certificate: AttendanceCertificate): Promise<Buffer> => {
  const [latin, latinExt, vietnamese] = await Promise.all(FONTS.map(readFont));
  if (!latin || !latinExt || !vietnamese) throw new Error('a font is missing');
  const { office, holder, producer, event, legalBasis, days, verificationId } = certificate;
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'vi',
    // Without a font of its own the library would look for a standard font beside itself.
    font: latin as unknown as string,
    info: {
      Title: messages.certificateTitleVi(event.title),
      Author: office,
      Keywords: verificationId,
      CreationDate: new Date(`${days.at(-1)}T00:00:00Z`),
    },
  });
  doc.registerFont('latin', latin).registerFont('latin-ext', latinExt).registerFont('vietnamese', vietnamese);
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });

  const { line, gap } = writerOf(doc);
  line(office, 13);
  gap(50);
  line(messages.certificateHeadingVi, 24);
  gap(30);
  line(producer === null ? messages.certifiesPersonVi : messages.certifiesProductVi, 13);
  line(holder, 20);
  if (producer !== null) line(messages.certificateProducerVi(producer), 13);
  gap(15);
  line(messages.certificateAttendedVi, 13);
  line(event.title, 17);
  line(messages.certificateEventVi(event.startDate, event.endDate, event.venue), 13);
  if (legalBasis !== null) line(messages.certificateBasisVi(legalBasis.number, legalBasis.date), 13);
  gap(15);
  line(messages.certificateDaysVi(days.length), 13);
  line(days.map(dayText).join(', '), days.length > 20 ? 9 : 12);
  gap(40);
  line(messages.certificateIdVi(verificationId), 10);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
};
