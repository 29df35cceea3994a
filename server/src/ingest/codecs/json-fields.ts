import type { EpochMs } from '@ioc/shared/time'
import { LONGEST_NAME, unreadable, type Decoded } from './device-reading.js'
import type { Unreadable } from './native.js'

const DEEPEST = 16

/** Null: the payload gives no time. */
export type PayloadTime = EpochMs | null | 'unreadable'

export type Field = [name: string, value: unknown]

/** A payload's JSON; a fault where it is none. Never throws. */
export function parseJsonBytes(bytes: Uint8Array): { json: unknown } | Unreadable {
  try {
    return { json: JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) }
  } catch {
    return unreadable('not JSON')
  }
}

export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** What stands at a dotted path; undefined where nothing does. A key that has dots itself is found too. */
export function valueAt(json: unknown, path: string): unknown {
  if (!isObject(json) && !Array.isArray(json)) return undefined
  if (Object.hasOwn(json, path)) return (json as Record<string, unknown>)[path]
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot)
    if (Object.hasOwn(json, key)) return valueAt((json as Record<string, unknown>)[key], path.slice(dot + 1))
  }
  return undefined
}

/**
 * Every leaf with its dotted path; a lone number is the field `value`.
 *
 * Nothing that nests deeper or is named longer than a device would: the path of a leaf costs as much as its name.
 */
export function flattenFields(json: unknown): Field[] | Unreadable {
  const fields: Field[] = []
  const fault = flattenInto(fields, json, '', 0)
  return fault === null ? fields : unreadable(fault)
}

function flattenInto(fields: Field[], json: unknown, path: string, depth: number): string | null {
  if (typeof json !== 'object' || json === null) {
    fields.push([path === '' ? 'value' : path, json])
    return null
  }
  if (depth === DEEPEST) return `nested deeper than ${DEEPEST} levels`
  for (const key of Object.keys(json)) {
    if (path.length + key.length >= LONGEST_NAME) return `a field name longer than ${LONGEST_NAME} characters`
    const name = path === '' ? key : `${path}.${key}`
    const fault = flattenInto(fields, (json as Record<string, unknown>)[key], name, depth + 1)
    if (fault !== null) return fault
  }
  return null
}

/** The readings of one device at one time. */
export function toReadings(device: string, fields: readonly Field[], at: PayloadTime): Decoded[] {
  if (fields.length === 0) return [unreadable('holds no values')]
  if (at === 'unreadable') return [unreadable('the time cannot be read', 'time.unreadable', fields.length)]
  return fields.map(([field, value]) => ({ device, field, at, value, unit: null, quality: 'good' }))
}
