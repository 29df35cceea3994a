import { expect, it } from 'vitest'
import { createAgenda } from './agenda.js'
import { noise } from './models/wavy.fixture.js'

it('gives what is due, the earliest first, and nothing that is not', () => {
  const agenda = createAgenda<number>()
  const next = noise(3)
  const times = Array.from({ length: 500 }, () => Math.round(1_000 * next()))
  for (const at of times) agenda.add(at, at)
  const due: number[] = []
  for (let at = agenda.take(100); at !== undefined; at = agenda.take(100)) due.push(at)
  expect(due).toEqual(times.filter((at) => at <= 100).sort((a, b) => a - b))
  agenda.add(50, 50)
  expect([agenda.take(100), agenda.take(100)]).toEqual([50, undefined])
  expect(agenda.take(1_000)).toBeGreaterThan(100)
})

it('is empty at first and at last', () => {
  const agenda = createAgenda<string>()
  expect(agenda.take(Infinity)).toBeUndefined()
  agenda.add('a', 1)
  expect([agenda.take(1), agenda.take(1)]).toEqual(['a', undefined])
})
