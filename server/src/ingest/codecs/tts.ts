import { parseTime } from '@ioc/shared/time'
import { unreadable, type Decoded, type GatewayMessage } from './device-reading.js'
import { flattenFields, isObject, parseJsonBytes, toReadings, valueAt } from './json-fields.js'

/**
 * Reads an uplink of The Things Stack v3; the device is its `device_id`. Never throws.
 *
 * Empty fields are left out there. The time is when the network received the uplink, which a retry does not change.
 */
export function parseTts({ topic, bytes }: Pick<GatewayMessage, 'topic' | 'bytes'>): Decoded[] {
  if (topic.slice(topic.lastIndexOf('/')) !== '/up') return []
  const parsed = parseJsonBytes(bytes)
  if (!('json' in parsed)) return [parsed]
  const { json } = parsed
  const device = valueAt(json, 'end_device_ids.device_id')
  if (!isObject(json) || typeof device !== 'string' || device === '') return [unreadable('no device_id')]
  const uplink = json.uplink_message
  if (!isObject(uplink)) return [unreadable('no uplink_message')]
  if (!isObject(uplink.decoded_payload)) {
    // Without payload it is a frame of the network itself.
    return typeof uplink.frm_payload === 'string' && uplink.frm_payload !== ''
      ? [unreadable('no decoded_payload: the device has no payload formatter')]
      : []
  }
  const fields = flattenFields(uplink.decoded_payload)
  if (!Array.isArray(fields)) return [fields]
  const time = uplink.received_at ?? json.received_at
  const at = time === undefined || time === null ? null : (parseTime(time) ?? 'unreadable')
  return toReadings(device, fields, at)
}
