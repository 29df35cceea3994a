import { parseTime } from '@ioc/shared/time'
import { unreadable, type Decoded, type GatewayMessage } from './device-reading.js'
import { flattenFields, isObject, parseJsonBytes, toReadings, valueAt } from './json-fields.js'

/**
 * Reads an uplink event of ChirpStack v4 (JSON); the device is its DevEUI in lower case. Never throws.
 *
 * What is zero, false or empty is left out there. The values are those of the device profile's codec (`object`).
 * Joins, acknowledgements and the other events hold no measurements.
 */
export function parseChirpstack({ topic, bytes }: Pick<GatewayMessage, 'topic' | 'bytes'>): Decoded[] {
  const levels = topic.split('/')
  if (levels.at(-2) !== 'event') return [unreadable('not a topic of ChirpStack events')]
  if (levels.at(-1) !== 'up') return []
  const parsed = parseJsonBytes(bytes)
  if (!('json' in parsed)) return [parsed]
  const { json } = parsed
  if (!isObject(json)) return [unreadable('not an object')]
  const devEui = valueAt(json, 'deviceInfo.devEui') ?? levels.at(-3)
  if (typeof devEui !== 'string' || !/^[0-9a-f]{16}$/i.test(devEui)) return [unreadable('no DevEUI')]
  if (!isObject(json.object)) {
    // Without payload it is a frame of the network itself.
    return typeof json.data === 'string' && json.data !== ''
      ? [unreadable('no "object": the device profile has no codec')]
      : []
  }
  const fields = flattenFields(json.object)
  if (!Array.isArray(fields)) return [fields]
  const at = json.time === undefined || json.time === null ? null : (parseTime(json.time) ?? 'unreadable')
  return toReadings(devEui.toLowerCase(), fields, at)
}
