import { HOUR, MINUTE, parseTime } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import type { Fault, FaultKind } from './faults.js'
import { messagesOf, reportPayload } from './report.js'

const AT = Date.parse('2026-10-20T05:00:30Z')
const report = { at: AT, values: { water_level: 1.25 }, seq: 17 }
const measure = (at: number) => ({ water_level: at })

function sent(kinds: FaultKind[], from = AT - HOUR, key = 1): string[] {
  const faults: Fault[] = kinds.map((kind) => ({ kind, from, to: AT + HOUR }))
  return messagesOf(report, faults, { seed: 1, key, measure })
}

function values(message: string | undefined): Record<string, number> {
  return (JSON.parse(message ?? '{}') as { values: Record<string, number> }).values
}

describe('a report', () => {
  it('is the payload of the contract', () => {
    expect(JSON.parse(reportPayload(report))).toEqual({
      at: '2026-10-20T05:00:30.000Z',
      values: { water_level: 1.25 },
      quality: 'good',
      seq: 17,
    })
  })

  it('leaves a healthy station once, as it is', () => {
    expect(sent([])).toEqual([reportPayload(report)])
  })

  it('does not leave a silent one', () => {
    expect(sent(['silent'])).toEqual([])
  })

  it('leaves a stuttering one twice, the same', () => {
    expect(sent(['duplicate'])).toEqual([reportPayload(report), reportPayload(report)])
  })

  it('repeats the value of the moment it got stuck', () => {
    expect(values(sent(['stuck'], AT - 5 * MINUTE)[0])).toEqual({ water_level: AT - 5 * MINUTE })
  })

  it('leaps where it spikes', () => {
    expect(values(sent(['spike'])[0])['water_level']).toBeGreaterThan(10)
  })

  it('drifts further the longer it lasts', () => {
    const early = Math.abs((values(sent(['drift'], AT - HOUR / 4)[0])['water_level'] ?? 0) - 1.25)
    const later = Math.abs((values(sent(['drift'], AT - HOUR / 4 - 2 * HOUR)[0])['water_level'] ?? 0) - 1.25)
    expect(early).toBeGreaterThan(0)
    expect(later).toBeGreaterThan(early)
  })

  it('has a time that is hours off where the clock is wrong', () => {
    for (let key = 0; key < 20; key++) {
      const { at } = JSON.parse(sent(['wrong-clock'], AT - HOUR, key)[0] ?? '{}') as { at: string }
      expect(Math.abs((parseTime(at) ?? AT) - AT)).toBeGreaterThan(HOUR)
    }
  })

  it('cannot be read where the message is torn', () => {
    const [torn = ''] = sent(['malformed'])
    expect(() => JSON.parse(torn) as unknown).toThrow(SyntaxError)
    expect(torn.length).toBeGreaterThan(10)
  })
})
