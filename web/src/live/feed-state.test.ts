import { expect, it } from 'vitest'
import { feedState } from './feed-state.js'

const NOON = 1_800_000_000_000
const heard = { connected: true, heardAt: NOON, valueAt: NOON - 300, usualMs: 30_000 }

it('is connecting until the first word from the server', () => {
  expect(feedState({ ...heard, heardAt: null }, NOON)).toEqual({ kind: 'connecting' })
})

it('is live, and says how old the newest value is, not the newest beat', () => {
  expect(feedState(heard, NOON + 400)).toEqual({ kind: 'live', ageMs: 700 })
  expect(feedState({ ...heard, valueAt: NOON - 59_000 }, NOON + 400)).toEqual({ kind: 'live', ageMs: 59_400 })
})

it('is stale within 5 s of the last beat, although the socket claims to be open', () => {
  expect(feedState(heard, NOON + 4_500)).toEqual({ kind: 'stale', since: NOON, ageMs: 4_500 })
})

it('is stale at once when the socket is down', () => {
  expect(feedState({ ...heard, connected: false }, NOON + 100)).toEqual({ kind: 'stale', since: NOON, ageMs: 100 })
})

it.each([
  [30_000, 60_000],
  [600_000, 1_200_000],
  [1_000, 15_000],
])('says so when the server lives but no value came for twice the usual %i ms', (usualMs, limitMs) => {
  const valueAt = NOON + 100 - limitMs
  expect(feedState({ ...heard, usualMs, valueAt }, NOON + 99).kind).toBe('live')
  expect(feedState({ ...heard, usualMs, valueAt }, NOON + 100)).toEqual({ kind: 'quiet', since: valueAt })
})

it('says so when there are values but nothing reports any more', () => {
  expect(feedState({ ...heard, usualMs: null }, NOON).kind).toBe('quiet')
})

it('does not call a field quiet that never had a value', () => {
  const never = { ...heard, valueAt: null, usualMs: null }
  expect(feedState(never, NOON + 100)).toEqual({ kind: 'live', ageMs: null })
})
