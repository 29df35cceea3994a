import type { ProgramContext } from './program-context.js'
import { isUsageError } from './usage-error.js'

/**
 * Runs a program of the command line until it ends or is interrupted.
 *
 * The exit code is only set: the process ends when nothing is left to do, so that nothing is cut off.
 */
export async function runProgram(program: (context: ProgramContext) => Promise<number>): Promise<void> {
  const interrupt = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort())
  try {
    process.exitCode = await program({ signal: interrupt.signal, stderr: process.stderr, now: Date.now })
  } catch (error) {
    const unknownFlag = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    if (!isUsageError(error) && !unknownFlag) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  }
}
