// Loaded on demand, because the PDF library is larger than the rest of the function.
import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';
import * as messages from '#shared/domain/registrations/messages.ts';
import { dayText } from '#shared/platform/vietnam-day.ts';
import type { AttendanceCertificate } from '#shared/services/registrations/get-attendance-certificate.ts';
import { writable } from './certificate-letters.ts';

const FONT = new URL('./fonts/noto-sans-latin-400.woff', import.meta.url);

const MARGIN = 60;
const LEADING = 1.5;

/** Writes centred lines from top to bottom, broken between words; `isWhole` says whether the font had all letters. */
const writerOf = (doc: PDFKit.PDFDocument) => {
  let y = MARGIN;
  let whole = true;

  const put = (text: string, size: number): void => {
    doc.text(text, (doc.page.width - doc.widthOfString(text)) / 2, y, { lineBreak: false });
    y += size * LEADING;
  };

  return {
    gap: (height: number): void => {
      y += height;
    },
    isWhole: (): boolean => whole,
    line: (given: string, size: number): void => {
      const written = writable(given);
      whole &&= written.whole;
      doc.fontSize(size);
      const room = doc.page.width - 2 * MARGIN;
      let line = '';
      for (const word of written.text.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (line !== '' && doc.widthOfString(longer) > room) {
          put(line, size);
          line = word;
        } else line = longer;
      }
      put(line, size);
    },
  };
};

/**
 * The certificate as a PDF of one page; equal certificates give equal bytes. Where the font lacks letters, a line says so; the
 * properties of the file have the exact title and holder.
 */
export const certificatePdf = async (certificate: AttendanceCertificate): Promise<Buffer> => {
  const font = await readFile(FONT);
  const { office, holder, producer, event, legalBasis, days, verificationId } = certificate;
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'vi',
    // Without a font of its own the library would look for a standard font beside itself.
    font: font as unknown as string,
    info: {
      Title: messages.certificateTitleVi(event.title),
      Subject: holder,
      Author: office,
      Keywords: verificationId,
      CreationDate: new Date(`${days.at(-1)}T00:00:00Z`),
    },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });

  const { line, gap, isWhole } = writerOf(doc);
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
  if (!isWhole()) line(messages.certificateLettersMissingVi, 9);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
};
