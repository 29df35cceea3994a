import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { fitSeasonal } from '../adapters/augurs.js'
import type { Reply } from '../adapters/worker-thread.js'
import { work, type Answer, type Job } from '../forecasts/work.js'

/** Forecasts wait for everything else; on Linux a thread has a priority of its own. */
const LAST = 15
if (process.platform === 'linux') setPriority(0, LAST)

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
parentPort?.on('message', (job: Job) => parentPort?.postMessage(reply(job)))

function reply(job: Job): Reply<Answer | null> {
  try {
    return { answer: work(job, fitSeasonal) }
  } catch (cause) {
    return { error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}
