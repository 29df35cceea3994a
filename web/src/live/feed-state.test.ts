import { expect, it } from 'vitest'
import { feedState } from './feed-state.js'

const NOON = 1_800_000_000_000
const heard = { connected: true, heardAt: NOON, committedAgoMs: 300 }

it('is connecting until the first word from the server', () => {
  expect(feedState({ connected: true, heardAt: null, committedAgoMs: null }, NOON)).toEqual({ kind: 'connecting' })
})

it('is live, and says how old, while beats come', () => {
  expect(feedState(heard, NOON + 400)).toEqual({ kind: 'live', ageMs: 400 })
  expect(feedState(heard, NOON + 4_499)).toEqual({ kind: 'live', ageMs: 4_499 })
})

it('is stale within 5 s of the last beat, although the socket claims to be open', () => {
  expect(feedState(heard, NOON + 4_500)).toEqual({ kind: 'stale', since: NOON, ageMs: 4_500 })
})

it('is stale at once when the socket is down', () => {
  expect(feedState({ ...heard, connected: false }, NOON + 100)).toEqual({ kind: 'stale', since: NOON, ageMs: 100 })
})

it('says so when the server lives but nothing new is committed', () => {
  expect(feedState({ ...heard, committedAgoMs: 180_000 }, NOON + 100)).toEqual({
    kind: 'quiet',
    since: NOON - 180_000,
  })
})

it('does not call a server without any reading quiet', () => {
  expect(feedState({ ...heard, committedAgoMs: null }, NOON + 100).kind).toBe('live')
})
