import type { Route } from '@ioc/shared/gateway'
import { describe, expect, it } from 'vitest'
import { parseChirpstack } from './chirpstack.js'
import { isReading, type Decoded } from './device-reading.js'
import { parseFlatJson } from './flat-json.js'
import { AT, CHIRPSTACK, CHIRPSTACK_TOPIC, json, SHELLY, TASMOTA, TTS, TTS_TOPIC, ZIGBEE } from './payloads.fixture.js'
import { parseTts } from './tts.js'

/** `device field value milliseconds-from-AT` of readings, `reason count` of the rest. */
function brief(decoded: Decoded[]) {
  return decoded.map((each) =>
    isReading(each)
      ? [each.device, each.field, each.value, each.at === null ? null : each.at - AT]
      : [each.reason, each.count],
  )
}

const readChirpstack = (event: unknown, topic = CHIRPSTACK_TOPIC) =>
  brief(parseChirpstack({ topic, bytes: json(event) }))
const readTts = (up: unknown, topic = TTS_TOPIC) => brief(parseTts({ topic, bytes: json(up) }))

describe('ChirpStack', () => {
  const { object: _, ...bare } = CHIRPSTACK

  it('tells the decoded fields of an uplink, nested ones with dots', () => {
    expect(readChirpstack(CHIRPSTACK)).toEqual([
      ['0102030405060708', 'level_m', 1.25, 0],
      ['0102030405060708', 'radar.mm', 1250, 0],
      ['0102030405060708', 'radar.echo.0', 3, 0],
      ['0102030405060708', 'radar.echo.1', 4, 0],
    ])
  })

  it('takes nanoseconds, another case of the DevEUI and a payload that leaves both out', () => {
    const event = { ...bare, time: '2025-11-20T00:53:20.775023242+00:00', object: { a: 0 } }
    expect(readChirpstack({ ...event, deviceInfo: { devEui: '01020304050607AB' } })).toEqual([
      ['01020304050607ab', 'a', 0, 775],
    ])
    expect(readChirpstack({ object: { a: 1 } })).toEqual([['0102030405060708', 'a', 1, null]])
  })

  it('finds nothing in a frame of the network itself and in other events', () => {
    expect(readChirpstack({ ...bare, data: '' })).toEqual([])
    expect(readChirpstack(CHIRPSTACK, 'application/3/device/0102030405060708/event/join')).toEqual([])
  })

  it.each([
    ['no codec', bare, 'payload.unreadable', 1],
    ['a time that is none', { ...CHIRPSTACK, time: 'soon' }, 'time.unreadable', 4],
    ['an empty object', { ...CHIRPSTACK, object: {} }, 'payload.unreadable', 1],
    ['no device', { ...CHIRPSTACK, deviceInfo: { devEui: 5 } }, 'payload.unreadable', 1],
    ['a list', [CHIRPSTACK], 'payload.unreadable', 1],
  ])('is refused: %s', (_, event, reason, count) => {
    expect(readChirpstack(event)).toEqual([[reason, count]])
  })

  it('is refused: a topic that is no event', () => {
    expect(readChirpstack(CHIRPSTACK, 'application/3/up')).toEqual([['payload.unreadable', 1]])
  })
})

describe('The Things Stack', () => {
  const { decoded_payload: _, ...bare } = TTS.uplink_message

  it('tells the decoded fields of an uplink, at the time the network heard it', () => {
    expect(readTts(TTS)).toEqual([['kim-long', 'level_m', 1.25, 0]])
    const { received_at: __, ...untimed } = TTS.uplink_message
    expect(readTts({ ...TTS, uplink_message: untimed })).toEqual([['kim-long', 'level_m', 1.25, 200]])
  })

  it('finds nothing in a frame without payload and in other messages', () => {
    expect(readTts({ ...TTS, uplink_message: { f_cnt: 3 } })).toEqual([])
    expect(readTts(TTS, 'v3/water@hue/devices/kim-long/join')).toEqual([])
  })

  it.each([
    ['no payload formatter', { ...TTS, uplink_message: bare }, 'payload.unreadable'],
    ['no device', { uplink_message: TTS.uplink_message }, 'payload.unreadable'],
    ['no uplink', { end_device_ids: TTS.end_device_ids }, 'payload.unreadable'],
    ['a time that is none', { ...TTS, uplink_message: { ...TTS.uplink_message, received_at: 'x' } }, 'time.unreadable'],
  ])('is refused: %s', (_, up, reason) => {
    expect(readTts(up)).toEqual([[reason, 1]])
  })
})

describe('flat JSON', () => {
  type FlatRoute = Pick<Route, 'device' | 'root' | 'time'>
  const tasmota: FlatRoute = { device: { level: 1 }, time: { path: 'Time', as: 'local' } }
  const shelly: FlatRoute = { device: { path: 'src' }, root: 'params', time: { path: 'params.ts', as: 'seconds' } }
  const read = (topic: string, payload: unknown, route: FlatRoute) =>
    brief(parseFlatJson({ topic, bytes: json(payload) }, route))

  it('reads a Tasmota plug, whose time is local and says no zone', () => {
    const readings = read('tele/meter1/SENSOR', TASMOTA, tasmota)
    expect(readings).toHaveLength(7)
    expect(readings).toContainEqual(['meter1', 'ENERGY.Power', 154, 0])
    expect(readings).toContainEqual(['meter1', 'ENERGY.Total', 123.4, 0])
  })

  it.each(['1970-01-01T00:00:10', '1970-01-01T08:00:10'])('trusts no clock that was never set: %s', (Time) => {
    expect(read('tele/m/SENSOR', { Time, A: 1 }, tasmota)).toEqual([['m', 'A', 1, null]])
  })

  it('reads the changed parts that a Shelly tells, and its status topic', () => {
    expect(read('sh3em/events/rpc', SHELLY, shelly)).toEqual([
      ['shellypro3em-aabb', 'em:0.id', 0, 120],
      ['shellypro3em-aabb', 'em:0.a_current', 4.03, 120],
      ['shellypro3em-aabb', 'em:0.a_voltage', 221.2, 120],
      ['shellypro3em-aabb', 'em:0.total_act_power', 1980.5, 120],
    ])
    expect(read('sh3em/status/em:0', { id: 0, a_voltage: 221.2 }, { device: { level: 0 } })).toEqual([
      ['sh3em', 'id', 0, null],
      ['sh3em', 'a_voltage', 221.2, null],
    ])
  })

  it('reads zigbee2mqtt, whose friendly names may have slashes', () => {
    const readings = read('zigbee2mqtt/tầng 1/phòng máy', ZIGBEE, { device: { from: 1 } })
    expect(readings[0]).toEqual(['tầng 1/phòng máy', 'temperature', 27.34, null])
    expect(read('a/b/c/d', { x: 1 }, { device: { from: 1, to: -1 } })).toEqual([['b/c', 'x', 1, null]])
  })

  it('reads a lone number and a time in milliseconds', () => {
    expect(read('home/kimlong', 1.25, { device: { level: 1 } })).toEqual([['kimlong', 'value', 1.25, null]])
    const route: FlatRoute = { device: { level: 0 }, time: { path: 'at', as: 'milliseconds' } }
    expect(read('a', { at: AT + 7, x: null }, route)).toEqual([['a', 'x', null, 7]])
    expect(read('a', { at: new Date(AT).toISOString(), x: 1 }, { ...route, time: { path: 'at', as: 'iso' } })).toEqual([
      ['a', 'x', 1, 0],
    ])
  })

  it.each([
    ['a time that is none', { Time: 'noon', A: 1, B: { C: 2 } }, 'time.unreadable', 2],
    ['a number where text should say the time', { Time: 5, A: 1 }, 'time.unreadable', 1],
    ['no fields', { Time: '2025-11-20T07:53:20' }, 'payload.unreadable', 1],
    ['a field name as long as a book', { ['x'.repeat(300)]: 1 }, 'payload.unreadable', 1],
  ])('is refused: %s', (_, payload, reason, count) => {
    expect(read('tele/m/SENSOR', payload, tasmota)).toEqual([[reason, count]])
  })

  it.each([
    ['nothing where the fields should be', '{"src":"a"}'],
    ['no name of a device', '{"params":{"x":1}}'],
    ['no JSON', 'online'],
    ['no text at all', ''],
    ['nesting without end', `{"src":"a","params":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ])('is refused: %s', (_, text) => {
    const decoded = parseFlatJson({ topic: 'a', bytes: Buffer.from(text) }, shelly)
    expect(brief(decoded)).toEqual([['payload.unreadable', 1]])
  })
})
