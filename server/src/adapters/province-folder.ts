import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { coded, type Fault } from '../errors.js'

const FILE = /\.(json|geojson)$/

/** Reads the text of every JSON and GeoJSON file of a province folder and of its `basemap` folder. */
export async function readProvinceFolder(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const faults: Fault[] = []
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (const below of ['', 'basemap']) {
    for (const name of await namesIn(folder, below)) {
      const path = below ? `${below}/${name}` : name
      try {
        files.set(path, decoder.decode(await readFile(join(folder, path))))
      } catch (cause) {
        faults.push({ at: path, message: `cannot be read: ${(cause as Error).message}` })
      }
    }
  }
  if (faults.length > 0) throw coded('province.bad', `the province folder ${folder} is wrong`, { faults })
  return files
}

async function namesIn(folder: string, below: string): Promise<string[]> {
  try {
    return (await readdir(join(folder, below))).filter((name) => FILE.test(name)).sort()
  } catch (cause) {
    if (below) return []
    const faults = [{ at: folder, message: 'is not a folder that can be read' }]
    throw coded('province.bad', `there is no province folder ${folder}`, { cause, faults })
  }
}
