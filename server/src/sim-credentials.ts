import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes the secrets of the simulated stations where the simulators look for them; only we may read the file. */
export async function writeSimCredentials(
  file: string,
  ensure: (earlier: string | null) => Promise<Record<string, string>>,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const earlier = existsSync(file) ? readFileSync(file, 'utf8') : null
  const text = JSON.stringify(await ensure(earlier), null, 2)
  // Removed first: the mode of a file that exists would stay what it was.
  rmSync(file, { force: true })
  writeFileSync(file, text, { mode: 0o600 })
}
