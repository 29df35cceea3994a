import { once } from 'node:events'
import { CodedError } from '../errors.js'

/** Takes text to standard output; resolves when there is room for more. */
export type Print = (text: string) => Promise<void>

/** Takes to standard error what is worth knowing besides the result. */
export type Warn = (text: string) => void

/**
 * Runs a command of the command line. What is wrong with its options or its file is told in one line that begins with
 * the code, and exits with 2.
 *
 * A reader that has seen enough (`| head`) ends the command quietly.
 */
export async function runCommand(command: (args: string[], print: Print, warn: Warn) => Promise<void>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  try {
    await command(
      process.argv.slice(2),
      async (text) => {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain')
      },
      (text) => process.stderr.write(text),
    )
  } catch (error) {
    process.stderr.write(`${told(error)}\n`)
    process.exitCode = 2
  }
}

function told(error: unknown): string {
  if (error instanceof CodedError) return `${error.code}: ${error.message}`
  const code = error instanceof TypeError && 'code' in error ? String(error.code) : ''
  if (code.startsWith('ERR_PARSE_ARGS')) return `option.bad: ${(error as Error).message}`
  throw error
}
