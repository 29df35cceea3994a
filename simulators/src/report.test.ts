import { HOUR, MINUTE, parseTime, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { faultsAt, type FaultKind, type FaultShares } from './faults.js'
import { payloadOf, reportsAt, type Report, type Reporter } from './report.js'

const AT = Date.parse('2026-10-20T05:00:30Z')
const BEAT = 30 * SECOND

const measure = (at: number) => ({ water_level: 1.25, time: at })

function reporter(shares: FaultShares, change: Partial<Reporter> = {}): Reporter {
  return { seed: 1, key: 1, station: 'A', shares, measure, isAwake: () => true, ...change }
}

function sent(kind: FaultKind | null, at = AT, change: Partial<Reporter> = {}): Report[][] {
  return reportsAt(reporter(kind ? { [kind]: 1 } : {}, change), at, BEAT, 17)
}

/** The start of the stretch of time that this fault holds. */
const startOf = (kind: FaultKind) => faultsAt(1, { [kind]: 1 }, 'A', AT)[0]?.from ?? Number.NaN
/** How far it has drifted after so long. */
const off = (after: number) =>
  Math.abs((only(sent('drift', startOf('drift') + after))?.values['water_level'] ?? 0) - 1.25)
const only = (messages: Report[][]) => messages[0]?.[0]

describe('a report', () => {
  it('leaves a healthy station once, as the payload of the contract', () => {
    const messages = sent(null)
    expect(messages).toHaveLength(1)
    expect(JSON.parse(payloadOf(messages[0] ?? []))).toEqual({
      at: '2026-10-20T05:00:30.000Z',
      values: { water_level: 1.25, time: AT },
      quality: 'good',
      seq: 17,
    })
  })

  it('does not leave a silent one, nor one without power', () => {
    expect(sent('silent')).toEqual([])
    expect(sent(null, AT, { isAwake: () => false })).toEqual([])
  })

  it('leaves a stuttering one twice, the same', () => {
    expect(sent('duplicate')).toEqual([...sent(null), ...sent(null)])
  })

  it('repeats the value of the moment it got stuck', () => {
    expect(only(sent('stuck'))?.values).toEqual({ water_level: 1.25, time: startOf('stuck') })
  })

  it('leaps in one value where it spikes, and says which', () => {
    const report = only(sent('spike'))
    expect(['water_level', 'time']).toContain(report?.spiked)
    expect(report?.values[report.spiked ?? '']).toBeGreaterThan(10)
  })

  it('is noisy within bounds, and differently each time', () => {
    const levels = [0, 1, 2, 3].map((beat) => only(sent('noise', AT + beat * BEAT))?.values['water_level'] ?? 0)
    expect(new Set(levels).size).toBe(4)
    for (const level of levels) expect(Math.abs(level / 1.25 - 1)).toBeLessThanOrEqual(0.401)
  })

  it('shows a test gas while it is calibrated, and says so', () => {
    expect(only(sent('calibrating'))).toMatchObject({ quality: 'calibrating', values: { water_level: 3.75 } })
  })

  it('drifts further the longer it lasts', () => {
    expect(off(HOUR / 4)).toBeGreaterThan(0)
    expect(off(2 * HOUR)).toBeGreaterThan(off(HOUR / 4))
  })

  it('has a time that is hours off where the clock is wrong', () => {
    for (let key = 0; key < 20; key++) {
      const { at } = JSON.parse(payloadOf(sent('wrong-clock', AT, { key })[0] ?? [])) as { at: string }
      expect(Math.abs((parseTime(at) ?? AT) - AT)).toBeGreaterThan(HOUR)
    }
  })

  it('cannot be read where the message is torn', () => {
    const torn = payloadOf(sent('malformed')[0] ?? [])
    expect(() => JSON.parse(torn) as unknown).toThrow(SyntaxError)
    expect(torn.length).toBeGreaterThan(10)
  })
})

describe('a line that is down for a while', () => {
  const shares = { late: 0.2 }
  const isDown = (at: number) => faultsAt(1, shares, 'A', at).length > 0
  const beats = Array.from({ length: 400 }, (_, beat) => AT + beat * BEAT)

  it('brings everything when it is back, once, with its own times and numbers', () => {
    const messages = beats.map((at, beat) => reportsAt(reporter(shares), at, BEAT, beat))
    const first = beats.findIndex((at) => !isDown(at))
    const last = beats.findLastIndex((at) => !isDown(at))
    const measured = messages.slice(first + 1, last + 1).flat(2)
    expect(measured.map(({ at }) => at)).toEqual(beats.slice(first + 1, last + 1))
    expect(measured.map(({ seq }) => seq)).toEqual(beats.slice(first + 1, last + 1).map((_, i) => first + 1 + i))
    const down = beats.filter(isDown)
    expect(down.length).toBeGreaterThan(10)
    for (const at of down) expect(reportsAt(reporter(shares), at, BEAT, 1)).toEqual([])
  })

  it('keeps nothing from a time without power', () => {
    const back = beats.find((at) => !isDown(at) && isDown(at - BEAT)) ?? AT
    const message = reportsAt(reporter(shares, { isAwake: (at) => at > back - MINUTE - 1 }), back, BEAT, 9)[0]
    expect(message?.map(({ at }) => at)).toEqual([back - 2 * BEAT, back - BEAT])
  })
})
