import type { StationId } from '@ioc/shared/ids'
import { PROPERTIES } from '@ioc/shared/properties'
import { describe, expect, it } from 'vitest'
import { decodeCbor } from '../../adapters/cbor.js'
import { decodeSparkplug, encodeRebirth } from '../../adapters/sparkplug-protobuf.js'
import { createAdmit } from '../admit.js'
import { GATEWAY } from './gateways.fixture.js'
import * as payloads from './payloads.fixture.js'
import { createGatewayReader } from './read-gateway.js'

const { AT, json } = payloads
const properties = new Map(PROPERTIES.map((property) => [property.key as string, property]))
const admit = createAdmit(properties)

/** What a new reader hears, judged as ingest judges it. */
function hear(topic: string, bytes: Buffer, read = reader()) {
  const { stations, refused, statuses, command } = read(GATEWAY, { topic, bytes, receivedAt: AT + 60_000 })
  const judged = [...stations].map(([station, elements]) => admit(station, elements, AT + 60_000))
  return {
    taken: judged.flatMap(({ observations }) => observations.map((o) => [o.datastream, o.value, o.at - AT])),
    refused: [...judged.flatMap(({ refusals }) => refusals), ...refused].map(({ reason, count }) => [reason, count]),
    statuses,
    command: command && { topic: command.topic, bytes: decodeSparkplug(command.bytes) },
  }
}

const reader = () => createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
const quiet = { refused: [], statuses: [], command: null }
const level = (value: number, at = 0) => ['HUE-WL-01/water_level', value, at]

describe('a gateway', () => {
  it.each([
    ['The Things Stack', payloads.TTS_TOPIC, json(payloads.TTS), [level(1.25)]],
    [
      'Tasmota, in the units of the properties',
      'tele/meter1/SENSOR',
      json(payloads.TASMOTA),
      [
        ['HUE-PW-01/energy_import', 123.4, 0],
        ['HUE-PW-01/active_power', 0.154, 0],
        ['HUE-PW-01/voltage_l1', 221, 0],
      ],
    ],
    ['Shelly', 'sh3em/events/rpc', json(payloads.SHELLY), [['HUE-PW-01/active_power', 1.9805, 120]]],
    [
      'SenML in CBOR',
      'ioc/v1/HUE-AQ-01/senml',
      payloads.SENML_CBOR,
      [
        ['HUE-AQ-01/temperature', 27.5, 0],
        ['HUE-AQ-01/humidity', 81, 0],
      ],
    ],
    ['our own words', 'ioc/v1/HUE-WL-01/observations', json({ at: AT, values: { water_level: 1.5 } }), [level(1.5)]],
  ])('speaks %s', (_, topic, bytes, taken) => {
    expect(hear(topic, bytes)).toEqual({ taken, ...quiet })
  })

  it('keeps two values of one property and time, and counts what nobody mapped', () => {
    expect(hear(payloads.CHIRPSTACK_TOPIC, json(payloads.CHIRPSTACK))).toEqual({
      taken: [level(1.25), level(1.25)],
      refused: [['property.unknown', 1]],
      statuses: [],
      command: null,
    })
  })

  it('counts every record of SenML once', () => {
    const { taken, refused } = hear('ioc/v1/HUE-AQ-01/senml', json(payloads.SENML))
    expect(taken).toHaveLength(2)
    expect(refused).toEqual([
      ['property.unknown', 1],
      ['property.unknown', 1],
    ])
  })

  it('says who came and went, and commands a rebirth, over Sparkplug', () => {
    const read = reader()
    const online = { station: 'HUE-WL-01', status: 'online' }
    expect(hear('spBv1.0/hue/DBIRTH/tram/kim-long', payloads.DBIRTH, read)).toEqual({
      taken: [level(1.25)],
      refused: [],
      statuses: [online],
      command: {
        topic: 'spBv1.0/hue/NCMD/tram',
        bytes: expect.objectContaining({
          metrics: [expect.objectContaining({ name: 'Node Control/Rebirth', value: true })],
        }),
      },
    })
    expect(hear('spBv1.0/hue/DDATA/tram/kim-long', payloads.DDATA, read)).toEqual({
      taken: [level(1.31, 60_000)],
      ...quiet,
    })
    expect(hear('spBv1.0/hue/NDEATH/tram', payloads.NDEATH, read).statuses).toEqual([
      { station: 'HUE-PW-01', status: 'offline' },
      { station: 'HUE-WL-01', status: 'offline' },
    ])
  })

  it('tells the status of its stations', () => {
    expect(hear('ioc/v1/HUE-WL-01/status', Buffer.from('offline')).statuses).toEqual([
      { station: 'HUE-WL-01' as StationId, status: 'offline' },
    ])
  })

  it.each([
    ['a topic outside its own', 'application/4/device/0102030405060708/event/up', 'topic.foreign'],
    ['a station it does not speak for', 'ioc/v1/HUE-WL-99/observations', 'topic.foreign'],
    ['a topic without a route', 'sh3em/online', 'payload.unreadable'],
    ['no Sparkplug', 'spBv1.0/hue/NDATA/tram', 'payload.unreadable'],
    ['no topic of Sparkplug', 'spBv1.0/hue/TALK/tram', 'payload.unreadable'],
    ['no status', 'ioc/v1/HUE-WL-01/status', 'payload.unreadable'],
    ['no CBOR', 'ioc/v1/HUE-AQ-01/senml', 'payload.unreadable'],
  ])('is refused and counted: %s', (_, topic, reason) => {
    expect(hear(topic, Buffer.from([0x9f, 0xff, 0xff, 0xff]))).toEqual({ taken: [], ...quiet, refused: [[reason, 1]] })
  })
})
