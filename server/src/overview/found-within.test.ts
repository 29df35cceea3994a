import { expect, it } from 'vitest'
import { foundWithin } from './found-within.js'

/** A clock with one timer, that runs out when the test says so. */
function createTimer() {
  let ring: (() => void) | null = null
  const after = (_ms: number, run: () => void) => {
    ring = run
    return () => void (ring = null)
  }
  return { after, isSet: () => ring !== null, ring: () => ring?.() }
}

it('is what was found in time, and then no timer is left', async () => {
  const timer = createTimer()
  expect(await foundWithin(timer, 10, Promise.resolve('a'))).toBe('a')
  await Promise.resolve()
  expect(timer.isSet()).toBe(false)
})

it('is null when the time is over, whatever becomes of it', async () => {
  const timer = createTimer()
  const failures: ((cause: Error) => void)[] = []
  const late = new Promise<string>((_, reject) => void failures.push(reject))
  const within = foundWithin(timer, 10, late)
  timer.ring()
  expect(await within).toBeNull()
  failures[0]!(new Error('the disk is away'))
  expect(await within).toBeNull()
})

it('fails with what fails in time', async () => {
  const failing = Promise.reject(new Error('the disk is away'))
  await expect(foundWithin(createTimer(), 10, failing)).rejects.toThrow('the disk is away')
})
