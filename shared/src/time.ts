/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Vietnam keeps UTC+7 all year. */
export const VIETNAM_OFFSET_MS = 7 * HOUR

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/
/** The end of the year 9999, the last that both an ISO 8601 date and the store can hold. */
export const LATEST = 253_402_300_799_999

/**
 * Reads a time as the contract takes it: ISO 8601 with a zone, or epoch milliseconds.
 *
 * Returns null for anything else; a time without a zone is a guess and is not taken.
 */
export function parseTime(input: unknown): EpochMs | null {
  if (typeof input === 'number') return inRange(Math.floor(input))
  if (typeof input !== 'string') return null
  if (/^\d{1,15}$/.test(input)) return inRange(Number(input))
  return ISO.test(input) && isDay(input) ? inRange(Date.parse(input)) : null
}

/** Whether the month has that day: Date would go on into the next one. */
function isDay(iso: string): boolean {
  const day = Number(iso.slice(8, 10))
  return day <= 28 || day <= new Date(Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), 0)).getUTCDate()
}

function inRange(ms: number): EpochMs | null {
  return ms >= 0 && ms <= LATEST ? ms : null
}

/** ISO 8601 UTC with milliseconds and `Z`. */
export function formatTime(at: EpochMs): string {
  return new Date(at).toISOString()
}

/** The start of the local (Vietnamese) day that holds `at`. */
export function startOfLocalDay(at: EpochMs): EpochMs {
  return Math.floor((at + VIETNAM_OFFSET_MS) / DAY) * DAY - VIETNAM_OFFSET_MS
}

/** A local day as it stands in an address: `2026-11-22`. */
export function dayName(at: EpochMs): string {
  return formatTime(at + VIETNAM_OFFSET_MS).slice(0, 10)
}

/** The start of the local month that holds `at`, or of one so many months later. */
export function startOfLocalMonth(at: EpochMs, later = 0): EpochMs {
  const local = new Date(at + VIETNAM_OFFSET_MS)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + later, 1) - VIETNAM_OFFSET_MS
}

export const INTERVALS = { '10s': 10 * SECOND, '1m': MINUTE, '10m': 10 * MINUTE, '1h': HOUR, '1d': DAY } as const
export type Interval = keyof typeof INTERVALS

/** The start of the bucket that holds `at`; days are local days, every other bucket divides the UTC hour. */
export function bucketStart(at: EpochMs, everyMs: number): EpochMs {
  return everyMs === DAY ? startOfLocalDay(at) : Math.floor(at / everyMs) * everyMs
}
