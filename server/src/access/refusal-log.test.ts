import type { RefusalReason } from '@ioc/shared/refusal'
import { MINUTE, SECOND } from '@ioc/shared/time'
import { beforeEach, expect, it } from 'vitest'
import { createManualClock } from '../../../tests/manual-clock.js'
import { createRefusalLog } from './refusal-log.js'

let clock: ReturnType<typeof createManualClock>
let lines: string[]
let refuse: (address: string, why?: RefusalReason) => void

beforeEach(() => {
  clock = createManualClock(0)
  lines = []
  const log = createRefusalLog({
    clock,
    tell: ({ why, address }, more) => void lines.push(`${why} ${address} ${more}`),
  })
  refuse = (address, why = 'secret.wrong') => log.note({ why, address, who: 'A', detail: '' })
})

it('tells the first at once, and how many more there were once a minute', () => {
  for (let n = 0; n < 500; n++) refuse('::1')
  expect(lines).toEqual(['secret.wrong ::1 0'])
  clock.advance(MINUTE)
  expect(lines.slice(1)).toEqual(['secret.wrong ::1 499'])
})

it('tells what begins again after a quiet minute at once', () => {
  refuse('::1')
  clock.advance(MINUTE)
  refuse('::1')
  expect(lines).toEqual(['secret.wrong ::1 0', 'secret.wrong ::1 0'])
})

it('goes on with a line a minute while it goes on', () => {
  for (let second = 0; second < 180; second++) {
    refuse('::1')
    clock.advance(SECOND)
  }
  expect(lines).toEqual(['secret.wrong ::1 0', 'secret.wrong ::1 59', 'secret.wrong ::1 60', 'secret.wrong ::1 60'])
})

it('keeps reasons apart, and puts those of very many addresses together', () => {
  for (let n = 0; n < 10_000; n++) refuse(`10.0.${n >> 8}.${n & 255}`)
  refuse('::1', 'station.unknown')
  expect(lines).toHaveLength(102)
  expect(lines.slice(-2)).toEqual(['secret.wrong * 0', 'station.unknown * 0'])
  clock.advance(MINUTE)
  expect(lines.slice(102)).toEqual(['secret.wrong * 9899'])
})
