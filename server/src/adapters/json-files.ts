import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { coded } from '../errors.js'

/** The contents of every JSON file of a folder, by name. */
export async function readJsonFiles(folder: string): Promise<{ name: string; content: unknown }[]> {
  let names: string[]
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  } catch (cause) {
    throw coded('file.unreadable', `there is no folder ${folder}`, { cause })
  }
  return Promise.all(
    names.map(async (name) => {
      try {
        return { name, content: JSON.parse(await readFile(join(folder, name), 'utf8')) as unknown }
      } catch (cause) {
        throw coded('file.unreadable', `${join(folder, name)} is no JSON: ${(cause as Error).message}`, { cause })
      }
    }),
  )
}
