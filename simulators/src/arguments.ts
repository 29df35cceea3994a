import { readFile } from 'node:fs/promises'
import { parseTime } from '@ioc/shared/time'
import { usageError } from './usage-error.js'

export function whole(flag: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw usageError(`${flag} must be a whole number, not '${text}'`)
  return value
}

export function positive(flag: string, text: string): number {
  const value = Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw usageError(`${flag} must be a number above 0, not '${text}'`)
  return value
}

/** A number of hours, of which there may be none. */
export function hours(flag: string, text: string): number {
  return Number(text) === 0 ? 0 : positive(flag, text)
}

export function time(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const at = parseTime(text)
  if (at === null) throw usageError(`${flag} must be ISO 8601 with a zone or epoch milliseconds, not '${text}'`)
  return at
}

/** The server speaks MQTT over WebSocket at `/mqtt`; an address without a path means that. */
export function brokerUrl(flag: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol) || !url.hostname) {
    throw usageError(`${flag} must be an mqtt://, mqtts://, ws:// or wss:// address, not '${text}'`)
  }
  const pathless = url.pathname === '' || url.pathname === '/'
  return pathless && url.protocol.startsWith('ws') ? new URL('/mqtt', url).href : text
}

/** Reads `{"station id": "secret"}`. */
export async function readCredentials(path: string): Promise<ReadonlyMap<string, string>> {
  let read: unknown
  try {
    read = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw usageError(`cannot read ${path}: ${(cause as Error).message}`)
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    throw usageError(`${path} must be an object of station ids and secrets`)
  }
  return new Map(Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
