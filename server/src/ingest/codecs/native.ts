import { QUALITIES, type Quality, type RejectionReason } from '@ioc/shared/observation'
import { parseTime, type EpochMs } from '@ioc/shared/time'

/** One element of a message, read but not yet judged. */
export interface Element {
  /** Null: the device gave no time. */
  at: EpochMs | null
  quality: Quality
  seq: number | null
  /** Property → whatever stood there. */
  values: Readonly<Record<string, unknown>>
  /** The number of each value in its message; left out where the values are numbered as they stand. */
  places?: Readonly<Record<string, number>>
}

/** An element or a message that cannot be read. */
export interface Unreadable {
  reason: RejectionReason
  detail: string
  /** How many observations it held, as far as can be told; at least 1. */
  count: number
  /** The number of the first of them, as of an element; null: it is about the whole message. */
  place?: number | null
}

export type Parsed = Element | Unreadable

export function isUnreadable(parsed: Parsed): parsed is Unreadable {
  return 'reason' in parsed
}

/**
 * Reads the native payload: `{at?, values, quality?, seq?}` or an array of them. Never throws.
 *
 * Written by hand, not with a schema: every message of every device passes here.
 */
export function parseNative(bytes: Buffer): Parsed[] {
  const text = bytes.toString('utf8')
  const json = parseJson(text) ?? parseJson(text.replace(NOT_A_NUMBER, ': null'))
  return json === undefined ? [unreadable('not JSON')] : parseElements(json)
}

/** What Python and others write where there is no number: it costs that value, not the message. */
const NOT_A_NUMBER = /:\s*(?:NaN|[-+]?Infinity)(?=\s*[,}])/g

/** Undefined where the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The same for a payload that is JSON already. */
export function parseElements(json: unknown): Parsed[] {
  if (!Array.isArray(json)) return [parseElement(json)]
  return json.length === 0 ? [unreadable('an empty array')] : json.map(parseElement)
}

function parseElement(json: unknown): Parsed {
  if (!isObject(json)) return unreadable('not an object')
  const { at, quality, seq, values } = json
  if (!isObject(values)) return unreadable('no "values" object')
  const count = Object.keys(values).length
  if (count === 0) return unreadable('"values" is empty')

  const time = at === undefined || at === null ? null : parseTime(at)
  if (time === null && at !== undefined && at !== null) {
    return unreadable('"at" is neither ISO 8601 with a zone nor epoch milliseconds', 'time.unreadable', count)
  }
  if (quality !== undefined && !QUALITIES.includes(quality as Quality)) {
    return unreadable(`"quality" is none of ${QUALITIES.join(', ')}`, 'payload.unreadable', count)
  }
  return {
    at: time,
    quality: (quality as Quality | undefined) ?? 'good',
    seq: typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? seq : null,
    values,
  }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function unreadable(detail: string, reason: RejectionReason = 'payload.unreadable', count = 1): Unreadable {
  return { reason, detail, count }
}
