import { cpSync, existsSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerProcess } from './server-process.js'

interface CopyOptions {
  /** False leaves the server stopped, so that nothing happens any more that the copy does not know of. */
  resume?: boolean
}

/** What `cutLog` did: bytes that were left, of so many. */
export interface Cut {
  cutAt: number
  of: number
}

const LOG = 'ioc.duckdb.wal'

/**
 * Copies the data folder of a running server to `dir`, as SIGKILL in this moment would leave it.
 *
 * The process stands still meanwhile, so that database and log belong to the same moment. `dir` must not exist.
 */
export async function copyAsCrashed(
  { process: server, dataDir }: Pick<ServerProcess, 'process' | 'dataDir'>,
  dir: string,
  { resume = true }: CopyOptions = {},
): Promise<void> {
  const { pid } = server
  if (pid === undefined) throw new Error('the server does not run')
  server.kill('SIGSTOP')
  while (!standsStill(pid)) await new Promise((again) => setTimeout(again, 1))
  try {
    cpSync(dataDir, dir, { recursive: true, errorOnExist: true, force: false })
  } finally {
    if (resume) server.kill('SIGCONT')
  }
}

/** A signal takes its time: one thread after another stops, and a write to disk ends first. */
function standsStill(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.every((thread) => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')))
}

/**
 * Cuts the database's log in `dir` at a random byte, as a computer that loses its power in the middle of a write does.
 *
 * What the log held before the cut must still be there when the folder is opened. `random`: from 0 to 1. A folder
 * without a log is left as it is.
 */
export async function cutLog(dir: string, random: () => number): Promise<Cut> {
  const log = join(dir, LOG)
  const of = sizeOfLog(dir)
  const cutAt = Math.floor(random() * (of + 1))
  if (of > 0) truncateSync(log, cutAt)
  return { cutAt, of }
}

/** Bytes of the log; 0 where there is none. */
export function sizeOfLog(dir: string): number {
  const log = join(dir, LOG)
  return existsSync(log) ? statSync(log).size : 0
}
