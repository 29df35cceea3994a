import { PROPERTIES } from '@ioc/shared/properties'
import { describe, expect, it } from 'vitest'
import { decodeCbor } from '../../adapters/cbor.js'
import { decodeSparkplug, encodeRebirth } from '../../adapters/sparkplug-protobuf.js'
import { createAdmit } from '../admit.js'
import { GATEWAY } from './gateways.fixture.js'
import * as payloads from './payloads.fixture.js'
import { createGatewayReader } from './read-gateway.js'

const PAYLOADS = 20_000
/** A message that takes longer than this hangs the field; the machine may be busy. */
const LONGEST_MS = 2_000
const properties = new Map(PROPERTIES.map((property) => [property.key as string, property]))

type Chance = () => number

/** Mulberry32: the same seed, the same storm. */
function createChance(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const STRANGE: unknown[] = [
  ...[null, true, '', 'x', '1e999', -0, 1e308, -1e308, 2 ** 53, 1e-320, 0.1, -1, 1e20, [], {}, [[]], 'NaN'],
  ...[{ __proto__: null, constructor: 1 }, '2025-11-20T00:53:20Z', '2025-99-99T99:99:99Z', '\0', 'ệ'.repeat(400)],
  Array.from({ length: 300 }, (_, i) => i),
]

const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T

/** Changes the shape: another type somewhere, a part gone, a key twice, a nest without end. */
function mutateJson(chance: Chance, value: unknown): unknown {
  if (chance() < 0.08) return pick(chance, STRANGE)
  if (chance() < 0.01) return nest(Math.floor(chance() * 60), value)
  if (Array.isArray(value)) return value.flatMap((each) => (chance() < 0.1 ? [] : [mutateJson(chance, each)]))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(() => chance() > 0.1)
  if (chance() < 0.1) entries.push([pick(chance, ['__proto__', 'bver', 'n_', '', 'a.b', 'time', 'x'.repeat(300)]), 1])
  return Object.fromEntries(entries.map(([key, each]) => [key, mutateJson(chance, each)]))
}

function nest(depth: number, value: unknown): unknown {
  let nested = value
  for (let i = 0; i < depth; i++) nested = i % 2 === 0 ? [nested] : { a: nested }
  return nested
}

/** Changes the bytes: flipped, cut, doubled, others in their place. */
function mutateBytes(chance: Chance, bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  for (let i = Math.floor(chance() * 4); i > 0 && changed.length > 0; i--) {
    const at = Math.floor(chance() * changed.length)
    changed[at] =
      chance() < 0.5 ? (changed[at] as number) ^ (1 << Math.floor(chance() * 8)) : Math.floor(chance() * 256)
  }
  const cut = Math.floor(chance() * changed.length)
  const fate = chance()
  if (fate < 0.15) return changed.subarray(0, cut)
  if (fate < 0.25) return Buffer.concat([changed, changed.subarray(cut)])
  if (fate < 0.3)
    return Buffer.concat([changed.subarray(0, cut), Buffer.alloc(Math.floor(chance() * 200), changed[cut])])
  return changed
}

interface Storm {
  topics: readonly string[]
  objects?: readonly unknown[]
  bytes?: readonly Buffer[]
}

const { json, NDEATH, DBIRTH, DDATA } = payloads
const device = (type: string) => `spBv1.0/hue/${type}/tram/kim-long`
const STORMS: Record<string, Storm> = {
  SenML: { topics: ['ioc/v1/HUE-AQ-01/senml'], objects: [payloads.SENML], bytes: [payloads.SENML_CBOR] },
  Sparkplug: {
    topics: [
      ...[device('DBIRTH'), device('DBIRTH'), device('DDATA'), device('DDATA'), device('DDEATH')],
      'spBv1.0/hue/NBIRTH/tram',
      'spBv1.0/hue/NDATA/tram',
      'spBv1.0/hue/NDEATH/tram',
    ],
    bytes: [NDEATH, DBIRTH, DDATA],
  },
  ChirpStack: { topics: [payloads.CHIRPSTACK_TOPIC], objects: [payloads.CHIRPSTACK] },
  'The Things Stack': { topics: [payloads.TTS_TOPIC], objects: [payloads.TTS] },
  'flat JSON': {
    topics: ['tele/meter1/SENSOR', 'sh3em/events/rpc', 'zigbee2mqtt/phòng máy/tủ 1'],
    objects: [payloads.TASMOTA, payloads.SHELLY, payloads.ZIGBEE],
  },
  'our own words': {
    topics: ['ioc/v1/HUE-WL-01/observations'],
    objects: [{ at: payloads.AT, values: { rain: 1 }, seq: 3 }],
  },
}

function mutant(chance: Chance, { objects = [], bytes = [] }: Storm): Buffer {
  const whole = [...objects.map(json), ...bytes]
  const object = objects.length > 0 && chance() < 0.6
  return object ? json(mutateJson(chance, pick(chance, objects))) : mutateBytes(chance, pick(chance, whole))
}

describe(`${PAYLOADS} broken payloads`, () => {
  it.each(Object.entries(STORMS))(
    'of %s come to observations or counted refusals, never to an error',
    (name, storm) => {
      const chance = createChance(name.length)
      const read = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
      const admit = createAdmit(properties)
      const outcomes = { taken: 0, refused: 0, empty: 0, longestMs: 0 }
      const faults: string[] = []
      for (let i = 0; i < PAYLOADS; i++) {
        const message = {
          topic: pick(chance, storm.topics),
          bytes: mutant(chance, storm),
          receivedAt: payloads.AT + i * 100,
        }
        const started = performance.now()
        const { stations, refused } = read(GATEWAY, message)
        outcomes.longestMs = Math.max(outcomes.longestMs, performance.now() - started)
        const judged = [...stations].map(([station, elements]) => admit(station, elements, message.receivedAt))
        const observations = judged.flatMap((each) => each.observations)
        const refusals = [...judged.flatMap((each) => each.refusals), ...refused]
        if (observations.some(({ at, value }) => !Number.isSafeInteger(at) || !Number.isFinite(value))) {
          faults.push(`an observation that is none: ${message.bytes.toString('hex')}`)
        }
        if (refusals.some(({ count, detail }) => !(count >= 1) || detail === '' || detail.length > 400)) {
          faults.push(`a refusal that says nothing: ${message.bytes.toString('hex')}`)
        }
        if (observations.length > 0) outcomes.taken++
        else if (refusals.length > 0) outcomes.refused++
        else outcomes.empty++
      }
      expect(faults).toEqual([])
      expect(outcomes.longestMs).toBeLessThan(LONGEST_MS)
      // The storm is one: much of it still reads, much of it does not.
      expect(outcomes.taken).toBeGreaterThan(PAYLOADS / 20)
      expect(outcomes.refused).toBeGreaterThan(PAYLOADS / 20)
    },
  )
})

/** As large as a message may be, and made to cost the most. */
describe('a hostile message of 256 kB', () => {
  const SIZE = 256 * 1024
  const fill = (head: string, part: string, tail: string) =>
    Buffer.from(head + part.repeat(Math.floor((SIZE - head.length - tail.length) / part.length)) + tail)

  it.each([
    [
      'a base name of separators',
      'ioc/v1/HUE-AQ-01/senml',
      fill(`[{"bn":"${':'.repeat(250)}","v":1}`, ',{"v":1}', ']'),
    ],
    [
      'records in CBOR without content',
      'ioc/v1/HUE-AQ-01/senml',
      Buffer.concat([Buffer.from([0x9f]), Buffer.alloc(SIZE - 2, 0xa0), Buffer.from([0xff])]),
    ],
    ['arrays in each other', 'tele/meter1/SENSOR', Buffer.alloc(SIZE, '[')],
    ['leaves below a name as long as a book', 'tele/meter1/SENSOR', fill(`{"${'k'.repeat(100_000)}":[`, '1,', '1]}')],
    ['leaves', 'zigbee2mqtt/phòng máy/tủ 1', fill('[', '1,', '1]')],
    ['metrics of no content', 'spBv1.0/hue/NBIRTH/tram', Buffer.alloc(SIZE, Buffer.from([0x12, 0x00]))],
    [
      'metrics of one name',
      'spBv1.0/hue/DDATA/tram/kim-long',
      Buffer.alloc(18_000 * 14, Buffer.from('120c0a0161690000000000000000', 'hex')),
    ],
  ])('takes no longer than others: %s', (_, topic, bytes) => {
    const read = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
    const started = performance.now()
    const { stations, refused } = read(GATEWAY, { topic, bytes, receivedAt: payloads.AT })
    expect(performance.now() - started).toBeLessThan(LONGEST_MS)
    expect(stations.size + refused.length).toBeGreaterThan(0)
  })
})
