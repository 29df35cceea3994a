import type { Route } from '@ioc/shared/gateway'
import { parseTime, type EpochMs } from '@ioc/shared/time'
import { deviceOfTopic } from './device-of-topic.js'
import { unreadable, type Decoded, type GatewayMessage } from './device-reading.js'
import { flattenFields, parseJsonBytes, toReadings, valueAt, type PayloadTime } from './json-fields.js'

/** Before this a device's clock was never set: it counts from 1970 until it hears of the time. */
const CLOCK_SET = Date.UTC(2000, 0, 1)
const ISO_DAY = /^\d{4}-/
const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/

type FlatRoute = Pick<Route, 'device' | 'root' | 'time'>

/**
 * Reads JSON of any shape by what the route says of it: where the device, the fields and the time stand. Never throws.
 *
 * Tasmota: `{device: {level: 1}, time: {path: 'Time', as: 'local'}}`, fields `ENERGY.Power`. zigbee2mqtt:
 * `{device: {from: 1}}`. Shelly Gen2: `{device: {level: 0}, root: 'params', time: {path: 'params.ts', as: 'seconds'}}`,
 * fields `em:0.a_voltage`; what did not change is left out there, and so left alone here.
 */
export function parseFlatJson({ topic, bytes }: Pick<GatewayMessage, 'topic' | 'bytes'>, route: FlatRoute): Decoded[] {
  const parsed = parseJsonBytes(bytes)
  if (!('json' in parsed)) return [parsed]
  const { json } = parsed
  const named = route.device && 'path' in route.device ? valueAt(json, route.device.path) : undefined
  const device = typeof named === 'string' && named !== '' ? named : deviceOfTopic(route.device, topic)
  if (device === null) return [unreadable('no name of a device')]
  const body = route.root === undefined ? json : valueAt(json, route.root)
  if (body === undefined) return [unreadable(`nothing at "${route.root}"`)]
  const fields = flattenFields(body)
  if (!Array.isArray(fields)) return [fields]

  const prefix = route.root === undefined ? '' : `${route.root}.`
  const known = new Set([route.time?.path, route.device && 'path' in route.device ? route.device.path : undefined])
  const measured = fields.filter(([name]) => !known.has(prefix + name))
  return toReadings(device, measured, route.time ? readTime(valueAt(json, route.time.path), route.time.as) : null)
}

/** Null where there is no time or no clock behind it. */
function readTime(time: unknown, as: NonNullable<Route['time']>['as']): PayloadTime {
  if (time === undefined || time === null) return null
  if (typeof time === 'string' && ISO_DAY.test(time) && time < '2000') return null
  const at = toEpoch(time, as)
  if (at === null) return 'unreadable'
  return at < CLOCK_SET ? null : at
}

function toEpoch(time: unknown, as: NonNullable<Route['time']>['as']): EpochMs | null {
  switch (as) {
    case 'seconds':
      return typeof time === 'number' ? parseTime(Math.round(time * 1000)) : null
    case 'milliseconds':
      return typeof time === 'number' ? parseTime(time) : null
    case 'local':
      return typeof time === 'string' && LOCAL.test(time) ? parseTime(`${time}+07:00`) : parseIso(time)
    case 'iso':
      return parseIso(time)
  }
}

function parseIso(time: unknown): EpochMs | null {
  return typeof time === 'string' && time.includes('-') ? parseTime(time) : null
}
