import * as payloads from './payloads.fixture.js'

export type Chance = () => number

/** Mulberry32: the same seed, the same storm. */
export function createChance(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const STRANGE: unknown[] = [
  null,
  true,
  '',
  'x',
  '1e999',
  -0,
  1e308,
  -1e308,
  2 ** 53,
  1e-320,
  0.1,
  -1,
  1e20,
  [],
  {},
  [[]],
  'NaN',
  { __proto__: null, constructor: 1 },
  '2025-11-20T00:53:20Z',
  '2025-99-99T99:99:99Z',
  '\0',
  'ệ'.repeat(400),
  Array.from({ length: 300 }, (_, i) => i),
]

export const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T

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

/** Where payloads of one convention arrive, and what they look like whole. */
export interface Storm {
  topics: readonly string[]
  objects?: readonly unknown[]
  bytes?: readonly Buffer[]
}

const { json, NDEATH, DBIRTH, DDATA } = payloads
const device = (type: string) => `spBv1.0/hue/${type}/tram/kim-long`
export const STORMS: Record<string, Storm> = {
  SenML: { topics: ['ioc/v1/HUE-AQ-01/senml'], objects: [payloads.SENML], bytes: [payloads.SENML_CBOR] },
  Sparkplug: {
    topics: [
      device('DBIRTH'),
      device('DBIRTH'),
      device('DDATA'),
      device('DDATA'),
      device('DDEATH'),
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

/** A payload of the storm, broken. */
export function mutant(chance: Chance, { objects = [], bytes = [] }: Storm): Buffer {
  const whole = [...objects.map(json), ...bytes]
  const object = objects.length > 0 && chance() < 0.6
  return object ? json(mutateJson(chance, pick(chance, objects))) : mutateBytes(chance, pick(chance, whole))
}
