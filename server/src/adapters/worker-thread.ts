import { Worker as Thread } from 'node:worker_threads'
import { coded } from '../errors.js'
import type { Worker } from '../ports/worker.js'

interface WorkerOptions {
  /** The built module that the thread runs: it answers each message with one. */
  file: string
  /** After so long a piece of work is given up. */
  timeoutMs: number
}

/** Answers are told from errors by their shape. */
export type Reply<Answer> = { answer: Answer } | { error: string }

/** A worker in a thread of its own, started with its first piece of work and again after it broke. */
export function openWorkerThread<Job, Answer>({ file, timeoutMs }: WorkerOptions): Worker<Job, Answer> {
  let thread: Thread | null = null
  let closed = false

  async function stop(): Promise<void> {
    const stopped = thread
    thread = null
    await stopped?.terminate()
  }

  function ask(job: Job): Promise<Reply<Answer>> {
    // A thread that nobody ends would keep the process alive.
    if (closed) return Promise.reject(new Error('it was closed'))
    const asked = (thread ??= start())
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => end(() => reject(new Error(`no answer after ${timeoutMs} ms`))), timeoutMs)
      const onMessage = (reply: Reply<Answer>) => end(() => resolve(reply))
      const onError = (cause: Error) => end(() => reject(cause))
      const onExit = () => end(() => reject(new Error('the thread ended')))
      function end(settle: () => void): void {
        clearTimeout(patience)
        asked.off('message', onMessage).off('error', onError).off('exit', onExit)
        settle()
      }
      asked.on('message', onMessage).on('error', onError).on('exit', onExit)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
      asked.postMessage(job)
    })
  }

  function start(): Thread {
    const started = new Thread(file)
    // Nobody may be asking when it breaks.
    started.on('error', () => undefined)
    started.on('exit', () => {
      if (thread === started) thread = null
    })
    return started
  }

  return {
    async run(job) {
      const started = performance.now()
      const reply = await ask(job).catch(async (cause: unknown) => {
        await stop()
        throw coded('worker.broken', cause instanceof Error ? cause.message : String(cause), { cause })
      })
      if ('error' in reply) throw coded('worker.broken', reply.error)
      return { answer: reply.answer, ms: performance.now() - started }
    },
    close() {
      closed = true
      return stop()
    },
  }
}
