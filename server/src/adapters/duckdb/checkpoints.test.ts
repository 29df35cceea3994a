import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCheckpoints, type Checkpoints } from './checkpoints.js'

let dir: string
let log: string
let done: string[]
let checkpoints: Checkpoints
/** Ends the checkpoint that runs. */
let endCheckpoint: () => void

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ioc-checkpoints-'))
  log = join(dir, 'log')
  done = []
  const run = async () => {
    done.push('checkpoint begins')
    await new Promise<void>((end) => (endCheckpoint = end))
    done.push('checkpoint ends')
  }
  checkpoints = createCheckpoints({ log, run })
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A writer that writes until it is told to end. */
function write(name: string) {
  let end!: () => void
  const ended = checkpoints.write(async () => {
    done.push(`${name} begins`)
    await new Promise<void>((resolve) => (end = resolve))
    done.push(`${name} ends`)
  })
  return { ended, end: () => end() }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('lets several write at once', async () => {
  const [one, other] = [write('one'), write('other')]
  await settled()
  expect(done).toEqual(['one begins', 'other begins'])
  one.end()
  other.end()
  await Promise.all([one.ended, other.ended])
})

it('begins no checkpoint before the last writer has ended, and lets no one write before it has', async () => {
  const one = write('one')
  await settled()
  const checkpoint = checkpoints.now()
  const other = write('other')
  await settled()
  expect(done).toEqual(['one begins'])
  one.end()
  await settled()
  expect(done).toEqual(['one begins', 'one ends', 'checkpoint begins'])
  endCheckpoint()
  await checkpoint
  await settled()
  expect(done.slice(3)).toEqual(['checkpoint ends', 'other begins'])
  other.end()
  await other.ended
})

it('makes one by itself once the log is long, and one alone', async () => {
  writeFileSync(log, Buffer.alloc(16 * 1024 * 1024))
  await checkpoints.write(async () => undefined)
  const next = write('next')
  await settled()
  expect(done).toEqual(['checkpoint begins'])
  writeFileSync(log, '')
  endCheckpoint()
  await settled()
  next.end()
  await next.ended
  await settled()
  expect(done).toEqual(['checkpoint begins', 'checkpoint ends', 'next begins', 'next ends'])
})

it('goes on when the work fails, and when the checkpoint does', async () => {
  const failing = createCheckpoints({ log, run: () => Promise.reject(new Error('no space')) })
  await expect(failing.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(failing.now()).rejects.toThrow('no space')
  expect(await failing.write(async () => 'written')).toBe('written')
})
