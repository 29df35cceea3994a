/** One step of a transaction in DuckDB's log. */
export interface LogEntry {
  /** As it stands in the file, with its length and checksum. */
  bytes: Buffer
  kind: 'deletion' | 'other'
  /** The table that the step is about, as `schema.name`; null where none was named before. */
  table: string | null
  /** Of a deletion: the rows, by number; null where they are written in a form that is not known here. */
  rows: readonly number[] | null
}

export interface LogFile {
  head: Buffer
  /** Each ends with its commit. */
  transactions: readonly (readonly LogEntry[])[]
  /** What follows the last commit: the mark of a checkpoint, or what was being written. */
  tail: Buffer
}

const [USE_TABLE, DELETE, COMMIT] = [25, 27, 100]
/** Length and checksum stand before each entry. */
const FRAME = 16
/** The first entry, which says how the log is written, has no frame. */
const LONGEST_HEAD = 256
const END = Buffer.from([0xff, 0xff])
const KIND_FIELD = Buffer.from([0x64, 0x00])

/**
 * Takes DuckDB's log apart, no further than it takes to leave single steps of it out; null where it has another form.
 *
 * The form is the one of `src/storage/write_ahead_log.cpp`: entries of a length, a checksum and a body, of which the
 * first field is the kind. Numbers are LEB128, rows of a deletion 64-bit integers.
 */
export function parseLog(file: Buffer): LogFile | null {
  for (let end = file.indexOf(END); end !== -1 && end < LONGEST_HEAD; end = file.indexOf(END, end + 1)) {
    const from = end + END.length
    const body = bodyAt(file, from)
    if (body?.subarray(0, 2).equals(KIND_FIELD)) return parseFrom(file, from)
  }
  return null
}

export function writeLog(head: Buffer, transactions: LogFile['transactions'], tail: Buffer): Buffer {
  return Buffer.concat([head, ...transactions.flat().map(({ bytes }) => bytes), tail])
}

function parseFrom(file: Buffer, from: number): LogFile {
  const transactions: LogEntry[][] = []
  let open: LogEntry[] = []
  let table: string | null = null
  let [next, committed] = [from, from]
  for (let body = bodyAt(file, next); body; body = bodyAt(file, next)) {
    const kind = body[2]
    if (kind === USE_TABLE) table = tableOf(body)
    const bytes = file.subarray(next, (next += FRAME + body.length))
    const deletion = kind === DELETE
    open.push({ bytes, kind: deletion ? 'deletion' : 'other', table, rows: deletion ? rowsOf(body) : null })
    if (kind !== COMMIT) continue
    transactions.push(open)
    ;[open, committed, table] = [[], next, null]
  }
  return { head: file.subarray(0, from), transactions, tail: file.subarray(committed) }
}

/** Null where the file ends before the entry does. */
function bodyAt(file: Buffer, at: number): Buffer | null {
  if (at + FRAME > file.length) return null
  const length = Number(file.readBigUInt64LE(at))
  if (length < 3 || at + FRAME + length > file.length) return null
  return file.subarray(at + FRAME, at + FRAME + length)
}

/** `64 00 kind · 65 00 schema · 66 00 name` */
function tableOf(body: Buffer): string | null {
  const schema = textAt(body, 3, 0x65)
  const name = schema && textAt(body, schema.end, 0x66)
  return name ? `${schema.text}.${name.text}` : null
}

function textAt(body: Buffer, at: number, field: number): { text: string; end: number } | null {
  if (body[at] !== field || body[at + 1] !== 0) return null
  const { value: length, end } = numberAt(body, at + 2)
  return { text: body.toString('utf8', end, end + length), end: end + length }
}

/** One column of 64-bit integers without a NULL: `66 00 01 · 64 00 00 · 66 00 length bytes`, and how many: `64 00 count`. */
function rowsOf(body: Buffer): number[] | null {
  const start = Buffer.from([0x66, 0x00, 0x01, 0x64, 0x00, 0x00, 0x66, 0x00])
  const at = body.indexOf(start)
  if (at === -1 || body[3] !== 0x65 || body[5] !== 0x64) return null
  const count = numberAt(body, 7).value
  const { value: length, end } = numberAt(body, at + start.length)
  if (length !== 8 * count || end + length > body.length) return null
  return Array.from({ length: count }, (_, index) => Number(body.readBigInt64LE(end + 8 * index)))
}

/** LEB128. */
function numberAt(body: Buffer, at: number): { value: number; end: number } {
  let [value, factor, end] = [0, 1, at]
  for (;;) {
    const byte = body[end++] ?? 0
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, end }
    factor *= 128
  }
}
