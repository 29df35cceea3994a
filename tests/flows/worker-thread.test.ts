import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openWorkerThread } from '@ioc/server/adapters/worker-thread'
import { work, type Answer, type Job } from '@ioc/server/forecasts/work'
import { fitSeasonal } from '@ioc/server/adapters/augurs'
import type { Worker } from '@ioc/server/ports/worker'
import { HOUR } from '@ioc/shared/time'
import { ROOT } from '../server-process.js'

const folder = mkdtempSync(join(tmpdir(), 'ioc-worker-'))
const file = join(folder, 'odd.mjs')
const opened: Worker<never, never>[] = []

beforeAll(() => {
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads'
     parentPort.on('message', (job) => {
       if (job === 'crash') throw new Error('out of luck')
       if (job === 'end') process.exit(3)
       if (job === 'hang') for (;;) {}
       parentPort.postMessage(job === 'refuse' ? { error: 'cannot' } : { answer: job * 2 })
     })`,
  )
})
afterEach(async () => {
  for (const worker of opened.splice(0)) await worker.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

function open<J, A>(path: string, timeoutMs = 30_000): Worker<J, A> {
  const worker = openWorkerThread<J, A>({ file: path, timeoutMs })
  opened.push(worker as Worker<never, never>)
  return worker
}

it.each(['crash', 'end', 'refuse'])('goes on after work that %ss', async (how) => {
  const worker = open<string | number, number>(file)
  expect((await worker.run(4)).answer).toBe(8)
  await expect(worker.run(how)).rejects.toMatchObject({ code: 'worker.broken' })
  expect((await worker.run(5)).answer).toBe(10)
})

it('gives up work that hangs, and goes on', async () => {
  const worker = open<string | number, number>(file, 500)
  await expect(worker.run('hang')).rejects.toMatchObject({ code: 'worker.broken' })
  const patient = open<string | number, number>(file)
  expect((await patient.run(6)).answer).toBe(12)
})

it('ends under way when it is closed', async () => {
  const worker = open<string | number, number>(file)
  const running = worker.run('hang').catch((cause: unknown) => cause)
  await worker.close()
  expect(await running).toMatchObject({ code: 'worker.broken' })
})

it('starts nothing once it is closed: a thread that nobody ends would keep the server alive', async () => {
  const worker = open<string | number, number>(file)
  await worker.run(4)
  await worker.close()
  await expect(worker.run(5)).rejects.toMatchObject({ code: 'worker.broken' })
})

it('forecasts in a thread as it does here', async () => {
  const values = Float64Array.from({ length: 240 }, (_, i) => 10 + 3 * Math.sin((2 * Math.PI * i) / 24) + (i % 7) / 9)
  const job: Job = {
    span: 'day',
    series: { start: 0, stepMs: HOUR, values },
    horizon: 24,
    range: { min: 0, max: 100 },
    choice: null,
    river: null,
  }
  const worker = open<Job, Answer | null>(join(ROOT, 'server/dist/forecast-worker.js'))
  expect((await worker.run(job)).answer).toEqual(work(job, fitSeasonal))
})
