import type { SparkplugMetric, SparkplugPayload } from '@ioc/shared/sparkplug'
import { describe, expect, it } from 'vitest'
import { decodeSparkplug } from '../../adapters/sparkplug-protobuf.js'
import { isReading } from './device-reading.js'
import { AT, DBIRTH, DDATA, NDEATH } from './payloads.fixture.js'
import { createSparkplugNodes } from './sparkplug-nodes.js'
import { UNKNOWN_NODE, type SparkplugNode } from './sparkplug-node.js'
import { parseSparkplugTopic, type SparkplugTopic } from './sparkplug-topic.js'
import { stepSparkplug } from './sparkplug.js'

const DOUBLE = 10
const REBIRTH = 'spBv1.0/hue/NCMD/tram'

function metric(parts: Partial<SparkplugMetric>): SparkplugMetric {
  const nothing = { name: null, alias: null, timestamp: null, datatype: null, value: null, properties: null }
  return { ...nothing, historical: false, isNull: false, ...parts }
}

function payload(seq: number | null, metrics: Partial<SparkplugMetric>[] = [], timestamp = AT + (seq ?? 0)) {
  return { seq, metrics: metrics.map(metric), timestamp, uuid: null }
}

const level = { name: 'level_m', alias: 1n, datatype: DOUBLE, value: 1.25 }
const bdSeq = (value: bigint) => ({ name: 'bdSeq', datatype: 8, value })

/** An edge node as a host hears it: `say` answers what one message came to. */
function listen() {
  let node: SparkplugNode = UNKNOWN_NODE
  let now = AT
  return {
    wait: (ms: number) => void (now += ms),
    node: () => node,
    say(type: SparkplugTopic['type'], message: SparkplugPayload) {
      const topic = parseSparkplugTopic(`spBv1.0/hue/${type}/tram${type.startsWith('D') ? '/kim-long' : ''}`)
      const step = stepSparkplug(node, topic as SparkplugTopic, message, now)
      node = step.node
      const readings = step.readings.map((each) =>
        isReading(each) ? [each.device, each.field, each.value, each.quality] : [each.reason, each.detail],
      )
      return { readings, events: step.events, rebirth: step.rebirth }
    },
  }
}

/** One that was born with a gauge. */
function born() {
  const host = listen()
  host.say('NBIRTH', payload(0, [bdSeq(3n)]))
  host.say('DBIRTH', payload(1, [level]))
  return host
}

const said = (value: unknown, quality = 'good') => [['hue/tram/kim-long', 'level_m', value, quality]]
const quiet = { events: [], rebirth: null }

describe('the bytes of an edge node', () => {
  it('become readings: birth, data by alias, and a will', () => {
    const nodes = createSparkplugNodes()
    const hear = (type: string, bytes: Buffer, receivedAt: number) => {
      const topic = parseSparkplugTopic(`spBv1.0/hue/${type}/tram${type.startsWith('D') ? '/kim-long' : ''}`)
      const decoded = decodeSparkplug(bytes)
      return nodes.step('gw', topic as SparkplugTopic, decoded as SparkplugPayload, receivedAt)
    }
    const reading = { device: 'hue/tram/kim-long', field: 'level_m', unit: null, quality: 'good' }
    expect(hear('DBIRTH', DBIRTH, AT)).toMatchObject({
      readings: [{ ...reading, at: AT, value: 1.25 }],
      events: [{ type: 'born', device: 'hue/tram/kim-long' }],
      rebirth: REBIRTH,
    })
    expect(hear('DDATA', DDATA, AT + 1)).toMatchObject({
      readings: [{ ...reading, at: AT + 60_000, value: 1.31 }],
      rebirth: null,
    })
    expect(hear('NDEATH', NDEATH, AT + 2)).toMatchObject({ events: [{ type: 'stale', device: 'hue/tram' }] })
    expect(hear('DDATA', DDATA, AT + 10_000)).toMatchObject({
      readings: [{ reason: 'payload.unreadable', detail: 'no birth told the alias 1' }],
      rebirth: REBIRTH,
    })
  })
})

describe('a session', () => {
  it('is quiet while all is in order', () => {
    const host = listen()
    expect(host.say('NBIRTH', payload(0, [bdSeq(3n), { name: 'Node Control/Rebirth', value: false }]))).toEqual({
      readings: [],
      events: [{ type: 'born', device: 'hue/tram' }],
      rebirth: null,
    })
    expect(host.say('DBIRTH', payload(1, [level])).rebirth).toBeNull()
    expect(host.say('DDATA', payload(2, [{ alias: 1n, value: 1.3 }]))).toEqual({ readings: said(1.3), ...quiet })
  })

  it('may begin at any seq, and 0 follows 255', () => {
    const host = listen()
    host.say('NBIRTH', payload(254, [level]))
    host.say('NDATA', payload(255, [{ alias: 1n, value: 1 }]))
    expect(host.say('NDATA', payload(0, [{ alias: 1n, value: 2 }], AT + 256))).toMatchObject({
      readings: [['hue/tram', 'level_m', 2, 'good']],
      rebirth: null,
    })
  })

  it('asks for a rebirth when seq jumps, and takes what can be read', () => {
    const host = born()
    expect(host.say('DDATA', payload(4, [{ alias: 1n, value: 1.3 }]))).toEqual({
      readings: said(1.3),
      events: [],
      rebirth: REBIRTH,
    })
    expect(host.say('DDATA', payload(5, [{ alias: 1n, value: 1.4 }])).rebirth).toBeNull()
  })

  it('asks at most once in ten seconds', () => {
    const host = listen()
    const data = (seq: number) => host.say('DDATA', payload(seq, [{ alias: 1n, value: 1 }])).rebirth
    expect(data(1)).toBe(REBIRTH)
    host.wait(9_999)
    expect(data(2)).toBeNull()
    host.wait(1)
    expect(data(3)).toBe(REBIRTH)
  })

  it('refuses an alias that no birth told, and asks', () => {
    expect(born().say('DDATA', payload(2, [{ alias: 9n, value: 1 }]))).toEqual({
      readings: [['payload.unreadable', 'no birth told the alias 9']],
      events: [],
      rebirth: REBIRTH,
    })
  })

  it('takes data with names before any birth, and asks', () => {
    expect(listen().say('DDATA', payload(7, [{ name: 'level_m', value: 1.25 }]))).toEqual({
      readings: said(1.25),
      events: [],
      rebirth: REBIRTH,
    })
  })

  it('forgets the aliases of the birth before', () => {
    const host = born()
    host.say('NBIRTH', payload(0, [bdSeq(4n)], AT + 50))
    expect(host.say('DDATA', payload(1, [{ alias: 1n, value: 1 }], AT + 60)).rebirth).toBe(REBIRTH)
    host.say('DBIRTH', payload(2, [{ ...level, name: 'rain', alias: 1n }], AT + 70))
    expect(host.say('DDATA', payload(3, [{ alias: 1n, value: 2 }], AT + 80)).readings).toEqual([
      ['hue/tram/kim-long', 'rain', 2, 'good'],
    ])
  })
})

describe('messages that come twice', () => {
  it('change nothing and ask for nothing', () => {
    const host = born()
    const data = [2, 3, 4].map((seq) => payload(seq, [{ alias: 1n, value: seq }]))
    for (const each of data) host.say('DDATA', each)
    const before = host.node()
    for (const each of data) expect(host.say('DDATA', each)).toEqual({ readings: said(each.seq), ...quiet })
    expect(host.node()).toEqual(before)
    expect(host.say('DDATA', payload(5, [{ alias: 1n, value: 5 }])).rebirth).toBeNull()
  })

  it('do not forget the devices when it is a birth', () => {
    const host = born()
    expect(host.say('NBIRTH', payload(0, [bdSeq(3n)])).rebirth).toBeNull()
    expect(host.say('DDATA', payload(2, [{ alias: 1n, value: 1 }]))).toEqual({ readings: said(1), ...quiet })
  })
})

describe('a death', () => {
  it('makes the node and all below it stale, once', () => {
    const host = born()
    const will = payload(null, [bdSeq(3n)])
    expect(host.say('NDEATH', will)).toEqual({
      readings: [],
      events: [{ type: 'stale', device: 'hue/tram' }],
      rebirth: null,
    })
    expect(host.say('NDEATH', will).events).toEqual([])
  })

  it('of an older session says nothing of this one', () => {
    const host = born()
    expect(host.say('NDEATH', payload(null, [bdSeq(2n)])).events).toEqual([])
    expect(host.say('DDATA', payload(2, [{ alias: 1n, value: 1 }]))).toEqual({ readings: said(1), ...quiet })
  })

  it('of a device makes that device stale and forgets its aliases', () => {
    const host = born()
    expect(host.say('DDEATH', payload(2))).toEqual({
      readings: [],
      events: [{ type: 'stale', device: 'hue/tram/kim-long' }],
      rebirth: null,
    })
    expect(host.say('DDATA', payload(3, [{ alias: 1n, value: 1 }])).rebirth).toBe(REBIRTH)
  })
})

/** What a gauge that was born says of its level. */
function read(parts: Partial<SparkplugMetric>) {
  return born().say('DDATA', payload(2, [{ name: 'level_m', ...parts }])).readings
}

describe('a value', () => {
  it.each([
    ['Int8 in 8 bits', 1, 0xfbn, -5],
    ['Int8 in 32 bits', 1, 0xfffffffbn, -5],
    ['Int16', 2, 0xfffbn, -5],
    ['Int32', 3, 0xfffffffbn, -5],
    ['Int64', 4, 2n ** 64n - 5n, -5],
    ['UInt8', 5, 251n, 251],
    ['UInt32', 7, 0xfffffffbn, 4294967291],
    ['UInt64', 8, 2n ** 53n, 2 ** 53],
    ['DateTime', 13, BigInt(AT), AT],
    ['Boolean as a number', 11, 1n, true],
    ['Float', 9, 1.5, 1.5],
    ['Boolean', 11, true, true],
    ['String', 12, '1.25', '1.25'],
    ['Template', 19, null, null],
  ])('is read by its datatype: %s', (_, datatype, value, expected) => {
    expect(read({ datatype, value })).toEqual(said(expected))
  })

  it('has the datatype of its birth', () => {
    const host = born()
    host.say('DBIRTH', payload(2, [{ name: 'n', alias: 5n, datatype: 3, value: 0n }]))
    expect(host.say('DDATA', payload(3, [{ alias: 5n, value: 0xffffffffn }])).readings[0]?.[2]).toBe(-1)
  })

  it('without any datatype is refused where it matters, and asked for', () => {
    expect(born().say('DDATA', payload(2, [{ name: 'other', value: 5n }]))).toEqual({
      readings: [['payload.unreadable', 'no datatype is known of "other"']],
      events: [],
      rebirth: REBIRTH,
    })
  })

  it.each([
    [0n, 'fault'],
    [192n, 'good'],
    [500n, 'suspect'],
    [64n, 'suspect'],
  ])('has the quality %d: %s', (code, quality) => {
    expect(read({ value: 1, properties: new Map([['Quality', code]]) })).toEqual(said(1, quality))
  })

  it('that is null is left out, one of the past says so, and the unit is that of the birth', () => {
    expect(read({ isNull: true })).toEqual([])
    const topic = parseSparkplugTopic('spBv1.0/hue/NBIRTH/tram') as SparkplugTopic
    const engUnit = { name: 'p', alias: 1n, datatype: DOUBLE, value: 1, properties: new Map([['engUnit', 'kW']]) }
    const { node } = stepSparkplug(UNKNOWN_NODE, topic, payload(0, [engUnit]), AT)
    const data = payload(1, [{ alias: 1n, value: 2, historical: true, timestamp: AT - 9 }])
    expect(stepSparkplug(node, { ...topic, type: 'NDATA' }, data, AT).readings).toEqual([
      { device: 'hue/tram', field: 'p', at: AT - 9, value: 2, unit: 'kW', quality: 'good', historical: true },
    ])
  })

  it('at a time that cannot be is refused', () => {
    expect(read({ value: 1, timestamp: 2 ** 63 })).toEqual([['time.unreadable', 'the time cannot be read']])
  })
})

it.each([
  ['spBv1.0/hue/STATE/host'],
  ['spBv1.0/STATE/host'],
  ['spBv1.0/hue/NDATA/tram/kim-long'],
  ['spBv1.0/hue/DDATA/tram'],
  ['spBv1.0/hue/DDATA/tram/a/b'],
  ['spBv1.0//NDATA/tram'],
  ['spAv1.0/hue/NDATA/tram'],
  [`spBv1.0/hue/NDATA/${'tram'.repeat(100)}`],
])('%s is no topic of data', (topic) => {
  expect(parseSparkplugTopic(topic)).toBeNull()
})

it('refuses commands and wrapped payloads', () => {
  const host = listen()
  expect(host.say('NCMD', payload(0)).readings[0]?.[0]).toBe('payload.unreadable')
  expect(host.say('NDATA', { ...payload(0), uuid: 'SPBV1.0_COMPRESSED' }).readings[0]?.[0]).toBe('payload.unreadable')
})

it('forgets the node unheard for longest where memory ends, which then is asked for its births', () => {
  const nodes = createSparkplugNodes({ mostMetrics: 10 })
  const say = (node: string, type: 'NBIRTH' | 'NDATA', seq: number) => {
    const metrics = type === 'NBIRTH' ? [level, { ...level, name: 'b', alias: 2n }] : [{ alias: 1n, value: 1 }]
    return nodes.step('gw', { group: 'hue', type, node, device: '' }, payload(seq, metrics), AT).rebirth
  }
  for (const node of ['a', 'b']) say(node, 'NBIRTH', 0)
  expect(say('a', 'NDATA', 1)).toBeNull()
  say('c', 'NBIRTH', 0)
  expect(say('a', 'NDATA', 2)).toBeNull()
  expect(say('b', 'NDATA', 1)).toBe('spBv1.0/hue/NCMD/b')
})
