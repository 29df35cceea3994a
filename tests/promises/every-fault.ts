import type { Chance } from '@ioc/server/ingest/codecs/mutants.fixture'

/** One message of a device, and how many observations it stands for. */
export interface Faulty {
  payload: string
  count: number
}

const YEAR_2001 = Date.UTC(2001, 0, 1)
const MINUTE = 60_000

const say = (payload: unknown, count: number): Faulty => ({ payload: JSON.stringify(payload), count })

/**
 * A device that does everything wrong that a device can, now and then: one message after the other, each measured a
 * second after the one before.
 */
export function createFaultyDevice(chance: Chance, start: number): () => Faulty {
  let n = 0
  let seq = 0
  let last: Faulty = { payload: '{"values":{"temperature":20}}', count: 1 }

  const one = (more: object, values: Record<string, unknown>) => ({ seq: seq++, ...more, values })

  const faults: (() => Faulty)[] = [
    () => ({ payload: '{"values": {"temperature": 2', count: 1 }),
    () => ({ payload: 'x'.repeat(257 * 1024), count: 1 }),
    () => say(one({ at: start + n * 1_000 }, { soul: 21, temperature: n % 40 }), 2),
    () => say(one({ at: start + n * 1_000 }, { temperature: 'warm', humidity: null }), 2),
    () => ({ payload: `{"at":${start + n * 1_000},"values":{"temperature":NaN,"humidity":50}}`, count: 2 }),
    () => say(one({ at: Date.now() + 60 * MINUTE }, { temperature: n % 40 }), 1),
    () => say(one({ at: YEAR_2001 + n }, { temperature: n % 40 }), 1),
    () => last,
    () => say(one({ at: start + 500 * Math.floor(chance() * n) * 2 }, { temperature: chance() * 40 }), 1),
    () => ((seq += 7), say(one({ at: start + n * 1_000 }, { humidity: n % 100 }), 1)),
    () => say(one({ at: Date.now() - 2 * MINUTE }, { temperature: n % 40 }), 1),
    () => say({ values: { temperature: n % 40, humidity: n % 100 } }, 2),
    () =>
      say([one({ at: 'noon' }, { temperature: 1, humidity: 2 }), 'odd', one({ at: start + n }, { humidity: 3 })], 4),
    () => say([], 1),
  ]

  return () => {
    n++
    const fault = chance() < 0.5 ? faults[Math.floor(chance() * faults.length)] : undefined
    last = fault ? fault() : say(one({ at: start + n * 1_000 }, { temperature: n % 40, humidity: n % 100 }), 2)
    return last
  }
}
