const nothing: Buffer = Buffer.alloc(0);

/** Reads a stream of bytes by line, by number or up to a delimiter, and buffers at most one piece and a delimiter. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = nothing;
  #ended = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const next = await this.#source.next();
    if (next.done) {
      this.#ended = true;
      return false;
    }
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }

  /** At least one byte and at most `most`; undefined at the end. */
  async some(most: number): Promise<Buffer | undefined> {
    while (this.#held.length === 0) if (!(await this.#more())) return undefined;
    const bytes = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(bytes.length);
    return bytes;
  }

  /** A line without its CRLF; undefined when there is none within so many bytes. */
  async line(most: number): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf('\r\n');
      if (end !== -1 && end <= most) {
        const line = this.#held.toString('utf8', 0, end);
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (end !== -1 || this.#held.length > most + 1 || !(await this.#more())) return undefined;
    }
  }

  /** The bytes before the delimiter in pieces; returns false if the end comes first. The delimiter is consumed too. */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer, boolean> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at !== -1) {
        const last = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        if (last.length > 0) yield last;
        return true;
      }
      const sure = this.#held.length - delimiter.length + 1;
      if (sure > 0) {
        const piece = this.#held.subarray(0, sure);
        this.#held = this.#held.subarray(sure);
        yield piece;
      }
      if (!(await this.#more())) return false;
    }
  }
}
